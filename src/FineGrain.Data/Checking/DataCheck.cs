using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Data.Spans;

namespace FineGrain.Data.Checking;

/// <summary>The library part of <c>finegrain data check</c>: reads every file of a recipe as it stands and reports what would spoil a model or a score.</summary>
public static class DataCheck
{
    private const int MostMessages = 20;
    private const int MostContradictions = 100;

    /// <summary>Checks the files of <paramref name="recipe"/>; bad rows are counted, not thrown.</summary>
    /// <exception cref="InputException">A file as a whole cannot be read: missing, cut off, without the text or label column.</exception>
    public static CheckResult Run(Recipe recipe, string recipeFolder)
    {
        var root = DataFolder.Resolve(recipe.Data.Root, recipeFolder);
        var splits = new List<SplitRows>();
        foreach (var (name, sources) in ((string, IReadOnlyList<SourceRecipe>)[])[("train", recipe.Data.Train), ("dev", recipe.Data.Dev), ("test", recipe.Data.Test)])
        {
            if (sources.Count == 0) continue;
            var (bad, notes) = (new List<InputException>(), new List<string>());
            var options = new ReadOptions { Target = recipe.Target, OnBadRow = bad.Add, OnNote = notes.Add };
            splits.Add(new SplitRows(name, [.. sources.SelectMany(source => ExampleReader.Read(source, root, options))], bad, notes));
        }
        return Of(splits, recipe);
    }

    /// <summary>Checks examples that are already read.</summary>
    /// <param name="splits">Named splits, training first.</param>
    /// <param name="recipe">Its target kind and label names count.</param>
    public static CheckResult Of(IEnumerable<(string Name, IReadOnlyList<Example> Examples)> splits, Recipe recipe) =>
        Of([.. splits.Select(s => new SplitRows(s.Name, s.Examples, [], []))], recipe);

    private static CheckResult Of(List<SplitRows> splits, Recipe recipe)
    {
        var spans = IsOfSpans(recipe);
        var similarity = new TextSimilarity([.. splits.Select(s => s.Examples)]);
        SplitCheck[] checks = [.. splits.Select((s, i) => Split(s, i, similarity, recipe.Target, spans))];
        var overlaps = new List<Overlap>();
        for (var split = 1; split < splits.Count; split++)
            for (var against = 0; against < split; against++)
                overlaps.Add(similarity.Overlap(split, splits[split].Name, against, splits[against].Name));
        var contradictions = recipe.Target == "number" ? [] : Contradictions(splits, spans);
        return new CheckResult
        {
            Splits = checks,
            Overlaps = overlaps,
            Contradictions = [.. contradictions.Take(MostContradictions)],
            ContradictionCount = contradictions.Count,
            CleanIds = splits.Skip(1).ToDictionary(s => s.Name, s => Clean(s, overlaps), StringComparer.Ordinal),
            Findings = [.. CheckFindings.Of(checks, overlaps, contradictions.Count, recipe), .. spans ? SpanFindings.Of(checks, recipe) : []],
        };
    }

    private static SplitCheck Split(SplitRows split, int index, TextSimilarity similarity, string target, bool spans)
    {
        var examples = split.Examples;
        var (exact, near) = similarity.Inside(index);
        return new SplitCheck
        {
            Name = split.Name,
            Rows = examples.Count,
            BadRows = split.Bad.Count,
            NonUtf8Rows = split.Bad.Count(e => e.InnerException is DecoderFallbackException),
            BadRowMessages = [.. split.Bad.Take(MostMessages).Select(e => e.Message)],
            EmptyIds = [.. examples.Where(e => string.IsNullOrWhiteSpace(e.Text)).Select(e => e.Id)],
            Unlabelled = spans ? 0 : examples.Count(e => target == "number" ? e.Number is null : e.Labels.Count == 0),
            Labels = new SortedDictionary<string, int>(examples.SelectMany(e => e.Labels).CountBy(l => l).ToDictionary(), StringComparer.Ordinal),
            Lengths = LengthSummary.Of(examples.Select(e => e.Text.Length)),
            DuplicateRows = exact,
            NearDuplicateRows = near,
            Spans = spans ? SpanChecking.Of(examples) : null,
            Notes = split.Notes,
        };
    }

    /// <summary>Whether the data is to be learnt as spans; ASAP has labels.</summary>
    private static bool IsOfSpans(Recipe recipe) =>
        recipe.Task == "spans" || recipe.Data.Train.Any(s => s.Format != "asap" && SpanFormats.Names.Contains(s.Format == "auto" ? ExampleReader.FormatOf(s) : s.Format));

    private static List<Contradiction> Contradictions(List<SplitRows> splits, bool spans) =>
        [.. splits.SelectMany(s => s.Examples.Where(e => spans || e.Labels.Count > 0).Select(e => (s.Name, Example: e, Label: spans ? SpanChecking.Annotation(e) : string.Join('|', e.Labels.Order(StringComparer.Ordinal)))))
            .GroupBy(r => (r.Example.Text.Trim(), r.Example.Pair?.Trim()))
            .Where(g => g.Select(r => r.Label).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .Select(g => new Contradiction(g.First().Example.Text, [.. g.Select(r => $"{r.Name} {r.Example.Id}")], [.. g.Select(r => r.Label)]))];

    private static IReadOnlyList<string> Clean(SplitRows split, List<Overlap> overlaps)
    {
        var leaked = overlaps.Where(o => o.Split == split.Name).SelectMany(o => o.ExactIds).ToHashSet(StringComparer.Ordinal);
        return [.. split.Examples.Select(e => e.Id).Where(id => !leaked.Contains(id))];
    }
}
