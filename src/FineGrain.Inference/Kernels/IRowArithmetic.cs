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
