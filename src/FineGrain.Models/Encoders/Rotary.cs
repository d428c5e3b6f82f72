using FineGrain.Models.Emission;
using FineGrain.Onnx;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>
/// Rotary positions: the pair (x_i, x_{i+D/2}) of a query or key at position t is turned by the angle t · 10000^(−2i/D), so that a score depends
/// on the distance of two tokens only. Source: Su et al. 2021 (RoFormer), equation 34; the pairing of halves follows GPT-NeoX.
/// </summary>
internal sealed class Rotary : IDisposable
{
    private readonly Tensor cosine, sine; // (P, D)
    private readonly long half;

    /// <param name="positions">Number of positions P.</param>
    /// <param name="width">Width D of a head, even.</param>
    public Rotary(int positions, int width)
    {
        half = width / 2;
        var cosines = new float[positions * width];
        var sines = new float[positions * width];
        for (var t = 0; t < positions; t++)
            for (var i = 0; i < width; i++)
                (sines[t * width + i], cosines[t * width + i]) = SinCos(t * Math.Pow(10000, -2.0 * (i % half) / width));
        cosine = tensor(cosines, [positions, width]).DetachFromDisposeScope();
        sine = tensor(sines, [positions, width]).DetachFromDisposeScope();
    }

    /// <summary>Every vector turned by its position.</summary>
    /// <param name="x">Float32 [B, N, T, D].</param>
    /// <returns>The same shape.</returns>
    public Tensor Rotate(Tensor x)
    {
        using var scope = NewDisposeScope();
        var length = x.shape[2];
        var swapped = cat([-x.narrow(-1, half, half), x.narrow(-1, 0, half)], -1); // (-x2, x1)
        return (x * cosine.narrow(0, 0, length).to(x.device) + swapped * sine.narrow(0, 0, length).to(x.device)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    public OnnxValue Emit(GraphEmitter emitter, OnnxValue x)
    {
        var graph = emitter.Graph;
        var swapped = graph.Concat(-1, graph.Neg(graph.Slice(x, -1, half, 2 * half)), graph.Slice(x, -1, 0, half));
        return graph.Add(graph.Mul(x, Rows(emitter, "rotary.cosine", cosine)), graph.Mul(swapped, Rows(emitter, "rotary.sine", sine)));
    }

    private static OnnxValue Rows(GraphEmitter emitter, string name, Tensor table) =>
        emitter.Once($"rows of {name}", () => emitter.Rows(emitter.Constant(name, table), 0));

    /// <inheritdoc/>
    public void Dispose()
    {
        cosine.Dispose();
        sine.Dispose();
    }

    private static (float Sine, float Cosine) SinCos(double angle) => ((float)Math.Sin(angle), (float)Math.Cos(angle));
}
