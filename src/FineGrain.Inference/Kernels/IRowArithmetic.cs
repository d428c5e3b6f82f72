using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The innermost pieces of a product by rows. All implementations give the same bits.</summary>
internal unsafe interface IRowArithmetic
{
    /// <summary>Quantizes a row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="depth">Its length, a multiple of <see cref="RowProduct.Step"/>.</param>
    /// <param name="bytes">Takes its bytes, 0 to 127.</param>
    static abstract RowRange Quantize(float* x, int depth, byte* bytes);

    /// <summary>Sums Σ_k x u of five rows and the eight columns of a panel, as <see cref="RowProduct"/> rounds them.</summary>
    /// <param name="rows">Activations from 0 to 127: <see cref="RowKernel.TileRows"/> rows, <paramref name="depth"/> bytes apart.</param>
    /// <param name="panel">Weights from 1 to 127: for each four rows of the matrix eight columns of four bytes.</param>
    /// <param name="depth">Length of a row, a multiple of <see cref="RowProduct.Step"/>.</param>
    /// <param name="sums">Takes <see cref="RowKernel.TileRows"/> × 8 sums.</param>
    static abstract void Multiply(byte* rows, byte* panel, int depth, int* sums);

    /// <summary>y = s_x s_w (sum − lifted − z Σ q_w) + b of eight columns.</summary>
    /// <param name="sums">Eight sums of a row.</param>
    /// <param name="range">How the row was quantized.</param>
    /// <param name="scales">s_w of the columns.</param>
    /// <param name="columnSums">Σ q_w of the columns.</param>
    /// <param name="bias">b of the columns.</param>
    /// <param name="y">Takes eight results.</param>
    static abstract void Scale(int* sums, RowRange* range, float* scales, int* columnSums, float* bias, float* y);
}

/// <summary>How a row was quantized: s_x, z, and what its sums are too high by: 64 Σ q_x from the lifted weights, K / 16 from rounding up.</summary>
internal struct RowRange
{
    /// <summary>Largest byte of an activation.</summary>
    public const int Most = 127;

    // A narrower range counts as nothing but zeros: the inverse of its step would not be finite.
    private const float Smallest = 1e-30f;

    public float Scale, Zero;
    public int Lifted;

    /// <summary>Step and zero point of a range that holds 0, which is met exactly, as padding needs.</summary>
    public static RowRange Of(float low, float high)
    {
        var scale = high - low < Smallest ? 1 : (high - low) / Most;
        return new() { Scale = scale, Zero = Math.Clamp(MathF.Round(-low / scale), 0, Most) };
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
