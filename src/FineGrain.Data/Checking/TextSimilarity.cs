using FineGrain.Core;
using FineGrain.Data.Duplicates;

namespace FineGrain.Data.Checking;

/// <summary>Equal and nearly equal texts of several splits, found once for all questions.</summary>
internal sealed class TextSimilarity
{
    private readonly IReadOnlyList<Example>[] splits;

    /// <summary>Number of the distinct text of each row.</summary>
    private readonly int[][] textOf;

    /// <summary>For each distinct text, the first row of each split that has it, or -1.</summary>
    private readonly List<int[]> firstRow = [];

    /// <summary>For each distinct text, its near duplicates.</summary>
    private readonly List<(int Text, double Similarity)>[] near;

    public TextSimilarity(IReadOnlyList<Example>[] splits)
    {
        this.splits = splits;
        var numbers = new Dictionary<TextKey, int>();
        textOf = [.. splits.Select(s => new int[s.Count])];
        for (var split = 0; split < splits.Length; split++)
        {
            for (var row = 0; row < splits[split].Count; row++)
            {
                var key = TextKey.Of(splits[split][row]);
                if (!numbers.TryGetValue(key, out var text))
                {
                    numbers[key] = text = firstRow.Count;
                    var none = new int[splits.Length];
                    Array.Fill(none, -1);
                    firstRow.Add(none);
                }
                textOf[split][row] = text;
                if (firstRow[text][split] < 0) firstRow[text][split] = row;
            }
        }
        near = [.. firstRow.Select(_ => new List<(int, double)>(0))];
        foreach (var pair in NearDuplicates.Find([.. numbers.Keys]))
        {
            near[pair.First].Add((pair.Second, pair.Similarity));
            near[pair.Second].Add((pair.First, pair.Similarity));
        }
    }

    /// <summary>Rows that repeat an earlier row of their split exactly, and rows of new texts that nearly repeat one.</summary>
    public (int Exact, int Near) Inside(int split)
    {
        var (exact, similar) = (0, 0);
        for (var row = 0; row < splits[split].Count; row++)
        {
            var text = textOf[split][row];
            if (firstRow[text][split] < row) exact++;
            else if (near[text].Exists(n => firstRow[n.Text][split] >= 0 && firstRow[n.Text][split] < row)) similar++;
        }
        return (exact, similar);
    }

    /// <summary>Rows of <paramref name="split"/> that stand, exactly or nearly, in <paramref name="against"/>.</summary>
    public Overlap Overlap(int split, string name, int against, string againstName)
    {
        var (exact, similar) = (new List<string>(), new List<NearRow>());
        for (var row = 0; row < splits[split].Count; row++)
        {
            var (text, id) = (textOf[split][row], splits[split][row].Id);
            if (firstRow[text][against] >= 0)
            {
                exact.Add(id);
                continue;
            }
            var there = near[text].Where(n => firstRow[n.Text][against] >= 0).ToList();
            if (there.Count == 0) continue;
            var best = there.MaxBy(n => n.Similarity);
            similar.Add(new NearRow(id, splits[against][firstRow[best.Text][against]].Id, Math.Round(best.Similarity, 4)));
        }
        return new Overlap(name, againstName, splits[split].Count, exact, similar);
    }
}
