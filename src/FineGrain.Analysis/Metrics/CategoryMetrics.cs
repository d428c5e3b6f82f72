using FineGrain.Core;

namespace FineGrain.Analysis.Metrics;

/// <summary>
/// One choice a category: a polarity, or not mentioned. <c>accuracy</c> is the share of right choices over all texts and categories; <c>macro-f1</c> the mean over categories of the mean F1 of
/// the choices that gold or answers make there, as the fine-grained sentiment task of AI Challenger 2018 scores; <c>mentioned-accuracy</c> looks only at what gold mentions.
/// A row's loss is the share of its categories that are wrong.
/// </summary>
internal sealed class CategoryMetrics : IMetricFamily
{
    private readonly LabelGroups groups;
    private readonly (byte Gold, byte Predicted)[][] choices;
    private readonly RowOutcome[] outcomes;

    public CategoryMetrics(IReadOnlyList<Prediction> predictions, LabelSet labels)
    {
        groups = new(labels.Names);
        choices = [.. predictions.Select(p => Choices(p.Gold ?? throw new InputException(p.Id, "has no gold labels. Write 'gold': [] where no category is mentioned."), p, labels)
            .Zip(Choices(p.Labels, p, labels), (gold, predicted) => ((byte)gold, (byte)predicted)).ToArray())];
        outcomes = [.. choices.Select(row => row.Count(c => c.Gold != c.Predicted) is var wrong ? new RowOutcome((double)wrong / groups.Names.Count, wrong == 0, null) : default)];
        var n = predictions.Count;
        var mentions = Enumerable.Range(0, groups.Names.Count).Select(g => choices.Count(row => row[g].Gold > 0)).ToArray();
        Metrics = [new("macro-f1", n), new("accuracy", n * groups.Names.Count), new("mentioned-accuracy", mentions.Sum()), new("subset-accuracy", n),
            .. groups.Names.SelectMany((name, g) => (Metric[])[new($"macro-f1:{name}", mentions[g]), new($"accuracy:{name}", n)])];
    }

    public IReadOnlyList<Metric> Metrics { get; }

    public IReadOnlyList<RowOutcome> Outcomes => outcomes;

    public void Measure(ReadOnlySpan<int> counts, Span<double> values)
    {
        long right = 0, all = 0, exact = 0, rows = 0, mentioned = 0, mentionedRight = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            rows += counts[i];
            if (outcomes[i].Correct == true) exact += counts[i];
        }
        double macro = 0;
        for (var g = 0; g < groups.Names.Count; g++)
        {
            var size = groups.Of(g).Count + 1;
            var table = new long[size, size]; // gold, predicted
            for (var i = 0; i < counts.Length; i++) table[choices[i][g].Gold, choices[i][g].Predicted] += counts[i];
            long hits = 0;
            for (var c = 0; c < size; c++)
            {
                hits += table[c, c];
                for (var p = 0; p < size; p++) if (c > 0) mentioned += table[c, p];
                if (c > 0) mentionedRight += table[c, c];
            }
            (right, all) = (right + hits, all + rows);
            var f1 = MeanF1(table, size);
            macro += f1;
            (values[4 + (2 * g)], values[5 + (2 * g)]) = (f1, (double)hits / rows);
        }
        (values[0], values[1], values[2], values[3]) = (macro / groups.Names.Count, (double)right / all, mentioned == 0 ? double.NaN : (double)mentionedRight / mentioned, (double)exact / rows);
    }

    private static double MeanF1(long[,] table, int size)
    {
        var (sum, seen) = (0.0, 0);
        for (var c = 0; c < size; c++)
        {
            long gold = 0, predicted = 0;
            for (var o = 0; o < size; o++) (gold, predicted) = (gold + table[c, o], predicted + table[o, c]);
            if (gold + predicted == 0) continue;
            (sum, seen) = (sum + (2.0 * table[c, c] / (gold + predicted)), seen + 1);
        }
        return sum / seen;
    }

    private int[] Choices(IReadOnlyList<string> named, Prediction p, LabelSet labels) => groups.Choices([.. named.Select(l => labels.IndexOf(l, p.Id))]);
}
