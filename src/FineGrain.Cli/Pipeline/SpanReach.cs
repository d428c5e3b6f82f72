using System.Globalization;
using FineGrain.Data.Spans.Units;

namespace FineGrain.Cli.Pipeline;

/// <summary>How many gold spans a model can give at all: those that begin and end where a unit does, and are not cut off.</summary>
internal static class SpanReach
{
    /// <summary>One line about dev; null where no spans are marked or there is no dev split.</summary>
    public static string? Line(Preparation prepared)
    {
        if (prepared.Spans is not { } spans || prepared.Data.Dev.Count == 0) return null;
        var codec = new SpanCodec(spans, prepared.Data.Labels);
        var (exact, all) = prepared.Data.Dev.Select(e => codec.Reachable(e, prepared.Encoder.Encode(e).Units)).Aggregate((0, 0), (sum, r) => (sum.Item1 + r.Exact, sum.Item2 + r.All));
        return string.Create(CultureInfo.InvariantCulture, $"spans   {string.Join(", ", prepared.Data.Labels.Names)}; {exact} of {all} dev spans ({100.0 * exact / Math.Max(1, all):0.00} %) begin and end where a token does, so that the model can find them");
    }
}
