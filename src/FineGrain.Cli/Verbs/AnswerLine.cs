using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Cli.Verbs;

/// <summary>Gold and answers of any target, short enough for a line of the terminal.</summary>
internal static class AnswerLine
{
    /// <summary>What the model answered; where labels judge what the spans say, as of an asked aspect, the labels.</summary>
    public static string Of(Prediction p) => p switch
    {
        { Triplets: { } triplets } => Triplets(p, triplets),
        { Spans: { } spans, Labels.Count: 0 } => Listed(spans.Select(s => $"{s.Slice(p.Text)} {s.Label}")),
        { Number: { } number } => Number(number),
        _ => string.Join('|', p.Labels),
    };

    /// <summary>What is right.</summary>
    public static string Gold(Prediction p) => p switch
    {
        { GoldTriplets: { } triplets } => Triplets(p, triplets),
        { GoldSpans: { } spans, Gold: null } => Listed(spans.Select(s => $"{s.Slice(p.Text)} {s.Label}")),
        { GoldNumber: { } number } => Number(number),
        _ => string.Join('|', p.Gold ?? []),
    };

    private static string Triplets(Prediction p, IReadOnlyList<Triplet> triplets) => Listed(triplets.Select(t => $"{t.Aspect.Slice(p.Text)} · {t.Opinion.Slice(p.Text)} {t.Polarity}"));

    private static string Listed(IEnumerable<string> parts) => $"[{string.Join(", ", parts)}]";

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
