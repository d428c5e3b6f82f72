using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The innermost pieces of a product by rows. All implementations give the same bits.</summary>
internal unsafe interface IRowArithmetic : IRowQuantizer
{
    /// <summary>Sums Σ_k x u of a row and the eight columns of each of two panels, as <see cref="RowProduct"/> rounds them.</summary>
    /// <param name="row">Activations from 0 to 127.</param>
    /// <param name="left">Weights from 1 to 127: for each four rows of the matrix eight columns of four bytes.</param>
    /// <param name="right">The same of the other panel; the same again where there is one alone.</param>
    /// <param name="depth">Length of the row, a multiple of <see cref="RowProduct.Step"/>.</param>
    /// <param name="sums">Takes 16 sums, those of the left panel first.</param>
    static abstract void Multiply(byte* row, byte* left, byte* right, int depth, int* sums);

    /// <summary>y = s_x s_w (sum − lifted − z Σ q_w) + b of eight columns.</summary>
    /// <param name="sums">Eight sums of a row.</param>
    /// <param name="range">How the row was quantized.</param>
    /// <param name="scales">s_w of the columns.</param>
    /// <param name="columnSums">Σ q_w of the columns.</param>
    /// <param name="bias">b of the columns.</param>
    /// <param name="y">Takes eight results.</param>
    static abstract void Scale(int* sums, RowRange* range, float* scales, int* columnSums, float* bias, float* y);
}
