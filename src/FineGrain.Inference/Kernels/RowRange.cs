using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>How a row was quantized: s_x, z, and what the sums of a <see cref="RowProduct"/> are too high by: 64 Σ q_x from the lifted weights, K / 16 from rounding up.</summary>
internal struct RowRange
{
    // A narrower range counts as nothing but zeros: the inverse of its step would not be finite.
    private const float Smallest = 1e-30f;

    public float Scale, Zero;
    public int Lifted;

    /// <summary>Step and zero point of a range that holds 0, which is met exactly, as padding needs.</summary>
    public static RowRange Of(float low, float high, int most)
    {
        var scale = high - low < Smallest ? 1 : (high - low) / most;
        return new() { Scale = scale, Zero = Math.Clamp(MathF.Round(-low / scale), 0, most) };
    }

    /// <summary>Notes the bytes of the row.</summary>
    /// <param name="sum">Their sum.</param>
    /// <param name="depth">Their number.</param>
    /// <param name="finite">Whether all values were numbers; the results become NaN else.</param>
    public void Close(int sum, int depth, bool finite)
    {
        Lifted = (RowProduct.Offset * sum) + (depth / RowProduct.Step);
        if (!finite || !float.IsFinite(Scale)) Scale = float.NaN;
    }
}
