using FineGrain.Core;

namespace FineGrain.Inference.Quantizing;

/// <summary>Whether two networks answer an example alike, whatever the scores.</summary>
internal static class SameAnswer
{
    /// <summary>Numbers may differ by this share of them, or by as much where they are near 0.</summary>
    private const double Number = 0.05;

    public static bool Of(Prediction a, Prediction b) =>
        a.Labels.SequenceEqual(b.Labels)
        && (a.Number is not { } x || b.Number is not { } y || Math.Abs(x - y) <= Number * Math.Max(1, Math.Abs(x)))
        && (a.Spans ?? []).Select(s => (s.Start, s.End, s.Label)).SequenceEqual((b.Spans ?? []).Select(s => (s.Start, s.End, s.Label)))
        && (a.Triplets ?? []).SequenceEqual(b.Triplets ?? []);
}
