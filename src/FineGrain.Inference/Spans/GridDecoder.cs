#pragma warning disable CS1591, CA1822, IDE0060
using FineGrain.Core.Spans;
namespace FineGrain.Inference.Spans;
public sealed class GridDecoder(int labels)
{
    public IReadOnlyList<(UnitSpan Span, double Score)> Decode(ReadOnlySpan<float> e, int n) => throw new NotSupportedException($"{labels}");
}
