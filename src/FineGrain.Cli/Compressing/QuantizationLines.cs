using FineGrain.Inference;
using FineGrain.Inference.Quantizing;

namespace FineGrain.Cli.Compressing;

/// <summary>What the terminal shows of a quantization.</summary>
internal static class QuantizationLines
{
    public static IEnumerable<string> Of(QuantizationReport report, ModelFolder source, int examples, bool scored)
    {
        var p = report.Precision;
        yield return $"precision  {p.Name}, {p.WeightBits}-bit weights, {(p.Activations == "rows" ? "activations by rows in our kernel" : $"{p.Activations} activations")}, for {p.Instructions}{(p.WeightBits == 7 ? " (7 bits: pairs of 8-bit products overflow here)" : "")}";
        yield return FormattableString.Invariant($"network    {report.BytesBefore / 1e6:0.0} MB to {report.BytesAfter / 1e6:0.0} MB ({(double)report.BytesBefore / report.BytesAfter:0.0} times smaller), {report.Layers.Count(l => !l.Kept)} of {report.Layers.Count} weights quantized");
        if (report.Layers.Any(l => l.LogitError is not null))
            foreach (var layer in report.Layers.OrderByDescending(l => l.LogitError))
                yield return FormattableString.Invariant($"layer      {layer.LogitError,9:0.00000} {(layer.Kept ? "kept" : "    ")} {layer.Operator,-6} {layer.Elements,10:#,0}  {layer.Name}");
        else foreach (var name in p.Kept) yield return $"kept       {name}";
        if (report.Agreement is not { } agreement)
        {
            yield return "judged     on nothing: no dev split lies beside the model; name a file with --data.";
            yield break;
        }
        if (scored && report is { Before: { } before, After: { } after })
            yield return FormattableString.Invariant($"score      {DevPoints.Metric(source)} {before:0.00} to {after:0.00} ({after - before:+0.00;-0.00;±0.00} points) on {examples} examples");
        yield return FormattableString.Invariant($"agreement  {agreement:0.00} % of {examples} answers are the same");
    }
}
