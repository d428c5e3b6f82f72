using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The product of <see cref="RowProduct"/>: rows are quantized, multiplied in bytes and scaled back, in pieces that may run side by side.</summary>
internal static unsafe class RowKernel
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 5;

    private const float Smallest = 1e-30f; // a narrower range counts as nothing but zeros: the inverse of its step would not be finite
    private const int Most = 127, CacheBytes = 20_000, Pieces = 16;

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
        var work = (Work*)state;
        var first = (int)piece * work->Block;
        for (var r = first; r < Math.Min(work->Rows, first + work->Block); r++)
            work->Ranges[r] = QuantizeRow(work->X + ((nint)r * work->Depth), work->Depth, work->Bytes + ((nint)r * work->Depth));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Multiply(void* state, nuint piece)
    {
        if (Avx2.IsSupported) Multiply<Avx2Tile>((Work*)state, (int)piece);
        else Multiply<PlainTile>((Work*)state, (int)piece);
    }

    // A block of rows stays in the first-level cache while its share of the panels passes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TTile>(Work* work, int piece) where TTile : struct, IRowTile
    {
        var (block, part) = (piece / work->Parts, piece % work->Parts);
        var (depth, width) = (work->Depth, work->Width);
        var panelCount = width / RowProduct.Columns;
        var last = Math.Min(work->Rows, (block + 1) * work->Block);
        var sums = stackalloc int[TileRows * RowProduct.Columns];
        for (int panel = panelCount * part / work->Parts, end = panelCount * (part + 1) / work->Parts; panel < end; panel++)
        {
            var column = panel * RowProduct.Columns;
            var factors = Vector256.Load(work->Scales + column);
            var columnSums = Vector256.ConvertToSingle(Vector256.Load(work->Sums + column));
            var bias = Vector256.Load(work->Bias + column);
            for (var row = block * work->Block; row < last; row += TileRows)
            {
                TTile.Run(work->Bytes + ((nint)row * depth), work->Panels + ((nint)column * depth), depth, sums);
                for (var r = 0; r < Math.Min(TileRows, last - row); r++)
                {
                    var range = work->Ranges + row + r;
                    var whole = Vector256.ConvertToSingle(Vector256.Load(sums + (r * RowProduct.Columns)) - Vector256.Create(range->Lifted)) - (columnSums * range->Zero);
                    ((whole * (factors * range->Scale)) + bias).Store(work->Y + ((nint)(row + r) * width) + column);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static RowRange QuantizeRow(float* x, int depth, byte* into)
    {
        Vector256<float> lows = default, highs = default; // 0 is in every range, and met exactly: padding needs it
        for (var k = 0; k < depth; k += 8)
        {
            var v = Vector256.Load(x + k);
            lows = Vector256.MinNative(lows, v);
            highs = Vector256.MaxNative(highs, v);
        }
        float low = 0, high = 0;
        for (var i = 0; i < 8; i++) (low, high) = (MathF.Min(low, lows[i]), MathF.Max(high, highs[i]));
        var scale = high - low < Smallest ? 1 : (high - low) / Most;
        var zero = Math.Clamp((int)MathF.Round(-low / scale), 0, Most);
        var inverse = Vector256.Create(1 / scale);
        var shift = Vector256.Create(zero + 0.5f); // values are not negative then: cutting is rounding
        var most = Vector256.Create(Most);
        Vector256<int> sums = default, strange = default;
        for (var k = 0; k < depth; k += 8)
        {
            var q = Vector256.Min(Vector256.ConvertToInt32Native((Vector256.Load(x + k) * inverse) + shift), most);
            sums += q;
            strange |= q;
            var narrow = Vector128.NarrowWithSaturation(q.GetLower(), q.GetUpper());
            *(long*)(into + k) = Vector128.NarrowWithSaturation(narrow, narrow).AsInt64()[0];
        }
        // NaN and what an infinite range leaves convert to the most negative number, or to a range without end.
        var finite = float.IsFinite(scale) && Vector256.GreaterThanOrEqualAll(strange, Vector256<int>.Zero);
        return new() { Scale = finite ? scale : float.NaN, Zero = zero, Lifted = (RowProduct.Offset * Vector256.Sum(sums)) + (depth / RowProduct.Step) };
    }

    /// <summary>How a row was quantized: s_x, z, and what its sums are too high by: 64 Σ q_x from the lifted weights, K / 16 from rounding up.</summary>
    private struct RowRange
    {
        public float Scale, Zero;
        public int Lifted;
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
