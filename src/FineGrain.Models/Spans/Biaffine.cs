#pragma warning disable CS1591, CA1822, IDE0060
using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using static TorchSharp.torch;
namespace FineGrain.Models.Spans;
public sealed class Biaffine : nn.Module
{
    internal Biaffine(int width, int inner, int outputs, double dropout, Initializer initial, DropoutStream random) : base("b") => throw new NotSupportedException();
    public Tensor forward(Tensor s) => throw new NotSupportedException();
    internal OnnxValue Emit(GraphEmitter e, OnnxValue s) => throw new NotSupportedException();
}
