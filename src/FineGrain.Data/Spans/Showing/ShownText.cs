using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Data.Spans.Showing;

/// <summary>A text with what is to be seen in it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Text">The text.</param>
/// <param name="Marks">Stretches by start, the longer first.</param>
/// <param name="Lines">Lines below the text: labels of the whole, pairs of aspect and opinion.</param>
public sealed record ShownText(string Id, string Text, IReadOnlyList<Mark> Marks, IReadOnlyList<string> Lines)
{
    /// <summary>The answer of a predictor.</summary>
    public static ShownText Of(Prediction prediction) => new(prediction.Id, prediction.Text,
        Ordered((prediction.Spans ?? []).Select(s => new Mark(s.Start, s.End, s.Label, s.Score)).Concat(Terms(prediction.Triplets ?? [], prediction.Spans is null))),
        [.. Labels(prediction), .. Pairs(prediction.Text, prediction.Triplets ?? [])]);

    /// <summary>A text with its gold annotation.</summary>
    public static ShownText Of(Example example) => new(example.Id, example.Text,
        Ordered(example.Entities.Concat(example.Aspects).Select(s => new Mark(s.Start, s.End, s.Label)).Concat(Terms(example.Triplets, example.Aspects.Count == 0))),
        [.. example.Labels, .. Pairs(example.Text, example.Triplets)]);

    private static Mark[] Ordered(IEnumerable<Mark> marks) => [.. marks.Distinct().OrderBy(m => m.Start).ThenByDescending(m => m.End).ThenBy(m => m.Label, StringComparer.Ordinal)];

    private static IEnumerable<Mark> Terms(IReadOnlyList<Triplet> triplets, bool aspects) =>
        triplets.SelectMany(t => t.HasAspect && aspects ? new[] { t.Aspect, t.Opinion } : [t.Opinion]).Select(s => new Mark(s.Start, s.End, s.Label));

    private static IEnumerable<string> Labels(Prediction prediction)
    {
        if (prediction.Number is { } number) yield return number.ToString("0.###", CultureInfo.InvariantCulture);
        foreach (var label in prediction.Labels)
            yield return prediction.Probabilities.TryGetValue(label, out var probability) ? string.Create(CultureInfo.InvariantCulture, $"{label} {probability:0.00}") : label;
    }

    private static IEnumerable<string> Pairs(string text, IReadOnlyList<Triplet> triplets) =>
        triplets.Select(t => $"{(t.HasAspect ? t.Aspect.Slice(text) : "—")} ← {t.Opinion.Slice(text)}: {t.Polarity}");
}
