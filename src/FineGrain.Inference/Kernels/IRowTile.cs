using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The innermost piece of a product of bytes: five rows of activations times the eight columns of a panel.</summary>
internal unsafe interface IRowTile
{
    /// <summary>Sums Σ_k x w of a tile, as <see cref="RowProduct"/> rounds them.</summary>
    /// <param name="rows">Activations from 0 to 127: <see cref="RowKernel.TileRows"/> rows, <paramref name="depth"/> bytes apart.</param>
    /// <param name="panel">Weights from 1 to 127: for each four rows of the matrix eight columns of four bytes.</param>
    /// <param name="depth">Length of a row, a multiple of <see cref="RowProduct.Step"/>.</param>
    /// <param name="sums">Takes <see cref="RowKernel.TileRows"/> × 8 sums.</param>
    static abstract void Run(byte* rows, byte* panel, int depth, int* sums);
}
