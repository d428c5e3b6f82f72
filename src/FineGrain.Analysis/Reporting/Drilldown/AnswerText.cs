using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>Gold and answers of any target as one short text.</summary>
internal static class AnswerText
{
    public static string Gold(Prediction p) => p.GoldNumber is { } number ? Number(number)
        : p.GoldTriplets is { } triplets ? Triplets(p.Text, triplets)
        : p.GoldSpans is { } spans ? string.Join("; ", spans.Select(s => $"{s.Slice(p.Text)} {s.Label}"))
        : Labels(p.Gold ?? []);

    public static string Answer(Prediction p) => p.Number is { } number ? Number(number)
        : p.Triplets is { } triplets ? Triplets(p.Text, triplets)
        : p.Spans is { } spans ? string.Join("; ", spans.Select(s => $"{s.Slice(p.Text)} {s.Label}"))
        : Labels(p.Labels);

    private static string Triplets(string text, IReadOnlyList<Triplet> triplets) => string.Join("; ", triplets.Select(t => $"{t.Aspect.Slice(text)} · {t.Opinion.Slice(text)} {t.Polarity}"));

    private static string Labels(IReadOnlyList<string> labels) => labels.Count == 0 ? "–" : string.Join(" | ", labels);

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
