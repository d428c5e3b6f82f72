using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The product of <see cref="RowProduct"/>: rows are quantized, multiplied in bytes and scaled back, in pieces that may run side by side.</summary>
internal static unsafe class RowKernel
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 5;

    private const int CacheBytes = 20_000, Pieces = 16;

    /// <summary>Runs a piece of work for each number from 0 up to a count, in any order.</summary>
    public delegate void Parallel(void* work, int count, delegate* unmanaged[Cdecl]<void*, nuint, void> piece);

    /// <summary>Whether the kernel wins over ONNX Runtime's products of bytes here: it has AVX2, and no instruction for sums of 8-bit products that ONNX Runtime would use.</summary>
    public static bool Pays => Avx2.IsSupported && !Processor.HoldsEightBits;

    /// <summary>Y = X W + b.</summary>
    /// <param name="x">[rows, depth].</param>
    /// <param name="panels">Weights as <see cref="RowProduct.Pack"/> lays them out.</param>
    /// <param name="scales">[width].</param>
    /// <param name="sums">[width].</param>
    /// <param name="bias">[width].</param>
    /// <param name="rows">Rows of X.</param>
    /// <param name="depth">K, a multiple of 16.</param>
    /// <param name="width">N, a multiple of 8.</param>
    /// <param name="y">Takes [rows, width]; a row that is not finite becomes NaN.</param>
    /// <param name="parallel">Runs the pieces.</param>
    public static void Run(float* x, byte* panels, float* scales, int* sums, float* bias, int rows, int depth, int width, float* y, Parallel parallel)
    {
        if (rows == 0) return;
        var tiles = (rows + TileRows - 1) / TileRows;
        // The rows after the last one are never read back: they may hold anything.
        var bytes = ArrayPool<byte>.Shared.Rent(tiles * TileRows * depth);
        var ranges = ArrayPool<RowRange>.Shared.Rent(tiles * TileRows);
        try
        {
            fixed (byte* quantized = bytes)
            fixed (RowRange* range = ranges)
            {
                var block = Math.Min(Math.Max(1, CacheBytes / depth / TileRows) * TileRows, tiles * TileRows);
                var blocks = (rows + block - 1) / block;
                var panelCount = width / RowProduct.Columns;
                var parts = Math.Clamp(Pieces / blocks, 1, panelCount);
                var work = new Work { X = x, Panels = panels, Scales = scales, Sums = sums, Bias = bias, Y = y, Bytes = quantized, Ranges = range, Rows = rows, Depth = depth, Width = width, Block = block, Parts = parts };
                parallel(&work, blocks, &Quantize);
                parallel(&work, blocks * parts, &Multiply);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<RowRange>.Shared.Return(ranges);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Quantize(void* state, nuint piece)
    {
        if (Avx2.IsSupported) Quantize<Avx2Arithmetic>((Work*)state, (int)piece);
        else if (Sse41.IsSupported) Quantize<Sse41Arithmetic>((Work*)state, (int)piece);
        else Quantize<PlainArithmetic>((Work*)state, (int)piece);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Multiply(void* state, nuint piece)
    {
        if (Avx2.IsSupported) Multiply<Avx2Arithmetic>((Work*)state, (int)piece);
        else if (Sse41.IsSupported) Multiply<Sse41Arithmetic>((Work*)state, (int)piece);
        else Multiply<PlainArithmetic>((Work*)state, (int)piece);
    }

    private static void Quantize<T>(Work* work, int block) where T : struct, IRowArithmetic
    {
        for (int r = block * work->Block, end = Math.Min(work->Rows, r + work->Block); r < end; r++)
            work->Ranges[r] = T.Quantize(work->X + ((nint)r * work->Depth), work->Depth, work->Bytes + ((nint)r * work->Depth));
    }

    // A block of rows stays in the first-level cache while its share of the panels passes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<T>(Work* work, int piece) where T : struct, IRowArithmetic
    {
        var (block, part) = (piece / work->Parts, piece % work->Parts);
        var (depth, width, panels) = (work->Depth, work->Width, work->Width / RowProduct.Columns);
        var last = Math.Min(work->Rows, (block + 1) * work->Block);
        var sums = stackalloc int[TileRows * RowProduct.Columns];
        for (int panel = panels * part / work->Parts, end = panels * (part + 1) / work->Parts; panel < end; panel++)
        {
            var column = panel * RowProduct.Columns;
            for (var row = block * work->Block; row < last; row += TileRows)
            {
                T.Multiply(work->Bytes + ((nint)row * depth), work->Panels + ((nint)column * depth), depth, sums);
                for (var r = 0; r < Math.Min(TileRows, last - row); r++)
                    T.Scale(sums + (r * RowProduct.Columns), work->Ranges + row + r, work->Scales + column, work->Sums + column, work->Bias + column, work->Y + ((nint)(row + r) * width) + column);
            }
        }
    }

    /// <summary>One product, as its pieces see it.</summary>
    private struct Work
    {
        public float* X;
        public byte* Panels;
        public float* Scales;
        public int* Sums;
        public float* Bias;
        public float* Y;
        public byte* Bytes;
        public RowRange* Ranges;
        public int Rows, Depth, Width, Block, Parts;
    }
}
