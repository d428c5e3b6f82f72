using FineGrain.Core;
using FineGrain.Data.Preparing;
using FineGrain.Data.Reading;
using FineGrain.Data.Recipes;

namespace FineGrain.Feedback.Bench;

/// <summary>Plants one known defect in the training data of a recipe and writes train, dev and, for a removed slice, the pool that could be annotated.</summary>
internal static class Plant
{
    public static readonly string[] Defects = ["none", "flip", "slice", "spurious", "imbalance", "borders"];

    public static int Run(string recipe, string defect, string folder, int seed = 1)
    {
        var data = DataPreparation.Prepare(YamlRecipe.Load(recipe).Recipe, Path.GetDirectoryName(Path.GetFullPath(recipe))!);
        var (train, pool) = Apply(data.Train, data.Labels.Names, defect, seed);
        ExampleFile.Write(Path.Combine(folder, "train.jsonl"), train);
        ExampleFile.Write(Path.Combine(folder, "dev.jsonl"), data.Dev);
        ExampleFile.Write(Path.Combine(folder, "test.jsonl"), data.Test);
        if (pool.Count > 0) ExampleFile.Write(Path.Combine(folder, "pool.jsonl"), pool);
        Console.WriteLine($"{defect}: {train.Count} of {data.Train.Count} training examples, {pool.Count} in the pool");
        return 0;
    }

    public static (IReadOnlyList<Example> Train, IReadOnlyList<Example> Pool) Apply(IReadOnlyList<Example> train, IReadOnlyList<string> labels, string defect, int seed)
    {
        var random = new Random(seed);
        switch (defect)
        {
            case "none":
                return (train, []);
            case "flip": // 10 % of the last class get the label before it
                return ([.. train.Select(e => e.Label == labels[^1] && random.NextDouble() < 0.1 ? e with { Labels = [labels[^2]] } : e)], []);
            case "slice": // texts of the first label with a negation; what is removed can be annotated again, and as many others with it, which would not help
                {
                    bool InSlice(Example e) => e.Label == labels[0] && Negated(e.Text);
                    var others = train.Where(e => !InSlice(e)).ToArray();
                    random.Shuffle(others);
                    var aside = others.Take(train.Count(InSlice) / 2).ToHashSet();
                    return ([.. train.Where(e => !InSlice(e) && !aside.Contains(e))], [.. train.Where(e => InSlice(e) || aside.Contains(e))]);
                }
            case "spurious": // a word in nearly all texts of one class
                return ([.. train.Select(e => random.NextDouble() < (e.Label == labels[^1] ? 0.98 : 0.02) ? e with { Text = $"{e.Text} cinematically" } : e)], []);
            case "imbalance":
                {
                    var rare = train.Where(e => e.Label == labels[^1]).ToArray();
                    random.Shuffle(rare);
                    var kept = rare.Take(train.Count(e => e.Label != labels[^1]) / 20).ToHashSet();
                    return ([.. train.Where(e => e.Label != labels[^1] || kept.Contains(e))], []);
                }
            case "borders": // 5 % of the entities lose their first word, or take in a neighbour
                return ([.. train.Select(e => Shifted(e, random))], []);
            default:
                throw new InputException("defect", $"'{defect}' is not known. {Nearest.Hint(defect, Defects)}");
        }
    }

    private static bool Negated(string text) => $" {text.ToLowerInvariant()} ".AsSpan() is var t && (t.Contains(" not ", StringComparison.Ordinal) || t.Contains("n't ", StringComparison.Ordinal)
        || t.Contains(" no ", StringComparison.Ordinal) || t.Contains(" never ", StringComparison.Ordinal));

    private static Example Shifted(Example example, Random random)
    {
        // One after the other: two neighbours that both take in the word between them would overlap.
        for (var i = 0; i < example.Entities.Count; i++)
            if (random.NextDouble() < 0.05) example = example with { Entities = [.. example.Entities.Take(i), Shifted(example, example.Entities[i], random), .. example.Entities.Skip(i + 1)] };
        return example;
    }

    private static Span Shifted(Example example, Span span, Random random)
    {
        var words = Words(example.Text);
        int first = words.FindIndex(w => w.Start == span.Start), last = words.FindIndex(w => w.End == span.End);
        if (first < 0 || last < 0) return span;
        var moves = new List<(int First, int Last)>();
        if (last > first) moves.AddRange([(first + 1, last), (first, last - 1)]);
        if (last + 1 < words.Count && !example.Entities.Any(s => s.Start <= words[last + 1].Start && words[last + 1].Start < s.End)) moves.Add((first, last + 1));
        if (first > 0 && !example.Entities.Any(s => s.Start <= words[first - 1].Start && words[first - 1].Start < s.End)) moves.Add((first - 1, last));
        if (moves.Count == 0) return span;
        var (from, to) = moves[random.Next(moves.Count)];
        return new(words[from].Start, words[to].End, span.Label);
    }

    private static List<(int Start, int End)> Words(string text)
    {
        var words = new List<(int, int)>();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i])) continue;
            var start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i])) i++;
            words.Add((start, i));
        }
        return words;
    }
}
