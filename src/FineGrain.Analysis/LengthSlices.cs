using FineGrain.Analysis.Metrics;
using FineGrain.Core;

namespace FineGrain.Analysis;

/// <summary>Cuts the examples into quarters by length of text.</summary>
internal static class LengthSlices
{
    private const int Quarters = 4;

    public static IReadOnlyList<LengthSlice> Of(IReadOnlyList<Prediction> rows, LabelSet? labels, EvaluationOptions options)
    {
        var lengths = rows.Select(Length).Order().ToArray();
        // Borders at the quartiles; equal lengths stay together, so there may be fewer than four.
        int[] borders = [.. Enumerable.Range(1, Quarters).Select(q => lengths[Math.Max(0, (lengths.Length * q + Quarters - 1) / Quarters - 1)]).Distinct()];
        return [.. borders.Select((border, b) =>
        {
            var inside = rows.Where(r => Length(r) <= border && (b == 0 || Length(r) > borders[b - 1])).ToList();
            var score = Scoring.Of(Families.Of(inside, ref labels, options.Target), options).First(s => s.Metric == MetricNames.Headline(options.Target));
            return new LengthSlice(inside.Min(Length), inside.Max(Length), score);
        })];
    }

    private static int Length(Prediction row) => row.Text.Length + (row.Pair?.Length ?? 0);
}
