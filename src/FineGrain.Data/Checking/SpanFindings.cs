using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Checking;

/// <summary>What deserves attention in the spans of the splits.</summary>
internal static class SpanFindings
{
    public static IEnumerable<CheckFinding> Of(IReadOnlyList<SplitCheck> splits, Recipe recipe)
    {
        var train = splits[0].Spans!.Types.Keys;
        IReadOnlyCollection<string> known = recipe.Labels.Count > 0 ? [.. recipe.Labels] : [.. train];
        foreach (var split in splits)
        {
            var spans = split.Spans!;
            foreach (var (type, count) in spans.Types.Where(t => !known.Contains(t.Key)))
                yield return new("unknown-type", split.Name, count, $"{split.Name}: {count} spans have the type '{type}', which {(recipe.Labels.Count > 0 ? "'labels' does not list" : "no training text has")}. {Nearest.Hint(type, known)} Rename or drop it with label_map.");
            if (spans.Crossing > 0)
                yield return new("crossing-spans", split.Name, spans.Crossing, $"{split.Name}: {spans.Crossing} spans cross another. No tag scheme can say that; a span head can.");
            if (spans.Nested > 0)
                yield return new("nested-spans", split.Name, spans.Nested, $"{split.Name}: {spans.Nested} spans lie inside another or have its borders. One tag a token cannot say that; a span head can.");
            if (spans.TwoLabelMessages.Count > 0)
                yield return new("two-labels", split.Name, spans.TwoLabelMessages.Count, $"{split.Name}: spans with two labels; the first: {spans.TwoLabelMessages[0]}. Keep the right one.");
            if (spans.OddBorders > 0)
                yield return new("odd-border", split.Name, spans.OddBorders, $"{split.Name}: {spans.OddBorders} spans have an odd border; the first: {spans.OddBorderMessages[0]}. Move the border; a model is asked to hit it exactly.");
        }
    }
}
