using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>How rows become bytes. All implementations give the same bits.</summary>
internal unsafe interface IRowQuantizer
{
    /// <summary>Quantizes a row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="depth">Its length, a multiple of <see cref="RowProduct.Step"/>.</param>
    /// <param name="bytes">Takes its bytes, 0 to <paramref name="most"/>.</param>
    /// <param name="most">Largest byte.</param>
    static abstract RowRange Quantize(float* x, int depth, byte* bytes, int most);
}
