using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The products of <see cref="RowProduct"/> and <see cref="ExactRowProduct"/>: rows are quantized, multiplied in bytes and scaled back, in pieces that may run side by side.</summary>
internal static unsafe class RowKernel
{
    /// <summary>Pieces of a product that is too small for several blocks of rows.</summary>
    public const int Pieces = 16;

    private const int PairColumns = 2 * RowProduct.Columns;
    private const int PanelBytes = 25_000, BlockBytes = 300_000; // panels stay in the first-level cache while the rows of a block pass, rows and results of a block in the second
    private static readonly Steps Best = Avx512F.IsSupported ? Steps.Of<WideRows, Avx2Arithmetic>() : Avx2.IsSupported ? Steps.Of<Avx2Arithmetic>() : Sse41.IsSupported ? Steps.Of<Sse41Arithmetic>() : Steps.Of<PlainArithmetic>();

    /// <summary>Runs a piece of work for each number from 0 up to a count, in any order.</summary>
    public delegate void Parallel(void* work, int count, delegate* unmanaged[Cdecl]<void*, nuint, void> piece);

    /// <summary>Bits of the products that win over ONNX Runtime's here, or null: 8 where our machine code runs and ONNX Runtime has no multiplier of whole tiles (AMX), 7 with AVX2 where ONNX Runtime's sums are not exact.</summary>
    public static int? BestBits => VnniCode.Available && Processor.Instructions != "amx" ? ExactRowProduct.Bits : Avx2.IsSupported && !Processor.HoldsEightBits ? RowProduct.Bits : null;

    /// <summary>Y = X W + b.</summary>
    /// <param name="x">[rows, depth].</param>
    /// <param name="exact">Whether it is an <see cref="ExactRowProduct"/>.</param>
    /// <param name="panels">Weights as <see cref="RowProduct.Pack"/> or <see cref="ExactRowProduct.Pack"/> lays them out.</param>
    /// <param name="scales">[width].</param>
    /// <param name="sums">[width].</param>
    /// <param name="bias">[width].</param>
    /// <param name="gelu">Whether Y is GELU(X W + b) instead.</param>
    /// <param name="rows">Rows of X.</param>
    /// <param name="depth">K, a multiple of 16.</param>
    /// <param name="width">N, a multiple of 8, or of 16 for exact sums.</param>
    /// <param name="y">Takes [rows, width]; a row that is not finite becomes NaN.</param>
    /// <param name="parallel">Runs the pieces.</param>
    public static void Run(float* x, bool exact, byte* panels, float* scales, int* sums, float* bias, bool gelu, int rows, int depth, int width, float* y, Parallel parallel)
    {
        if (rows == 0) return;
        var bytes = ArrayPool<byte>.Shared.Rent(checked(rows * depth));
        var ranges = ArrayPool<RowRange>.Shared.Rent(rows);
        try
        {
            fixed (byte* quantized = bytes)
            fixed (RowRange* range = ranges)
            {
                var block = Math.Clamp(BlockBytes / (depth + (4 * width)), 1, rows);
                var blocks = (rows + block - 1) / block;
                var panelColumns = exact ? ExactRowProduct.Columns : PairColumns;
                var panelCount = (width + panelColumns - 1) / panelColumns;
                var work = new Work { X = x, Panels = panels, Scales = scales, Sums = sums, Bias = bias, Gelu = gelu, Y = y, Bytes = quantized, Ranges = range, Rows = rows, Depth = depth, Width = width, Block = block, PanelCount = panelCount, Parts = Math.Clamp(Pieces / blocks, 1, panelCount), Most = exact ? byte.MaxValue : sbyte.MaxValue };
                work.Step = Best.Quantize;
                parallel(&work, blocks, &Piece);
                work.Step = exact ? &MultiplyExactly : Best.Multiply;
                parallel(&work, blocks * work.Parts, &Piece);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<RowRange>.Shared.Return(ranges);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Piece(void* work, nuint piece) => ((Work*)work)->Step((Work*)work, (int)piece);

    private static void Quantize<T>(Work* work, int block) where T : struct, IRowQuantizer
    {
        for (int r = block * work->Block, end = Math.Min(work->Rows, r + work->Block); r < end; r++)
            work->Ranges[r] = T.Quantize(work->X + ((nint)r * work->Depth), work->Depth, work->Bytes + ((nint)r * work->Depth), work->Most);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<T>(Work* work, int piece) where T : struct, IRowArithmetic
    {
        var (block, part) = (piece / work->Parts, piece % work->Parts);
        var (depth, width) = (work->Depth, work->Width);
        int first = block * work->Block, last = Math.Min(work->Rows, first + work->Block);
        var sums = stackalloc int[PairColumns];
        int start = work->PanelCount * part / work->Parts, end = work->PanelCount * (part + 1) / work->Parts, together = Math.Max(1, PanelBytes / (PairColumns * depth));
        for (var group = start; group < end; group += together)
            for (var row = first; row < last; row++)
            {
                var x = work->Bytes + ((nint)row * depth);
                var y = work->Y + ((nint)row * width);
                var range = work->Ranges + row;
                int from = group * PairColumns, to = Math.Min(width, Math.Min(end, group + together) * PairColumns);
                for (var column = from; column < to; column += PairColumns)
                {
                    var two = column + RowProduct.Columns < width;
                    var left = work->Panels + ((nint)column * depth);
                    T.Multiply(x, left, two ? left + (RowProduct.Columns * (nint)depth) : left, depth, sums);
                    T.Scale(sums, range, work->Scales + column, work->Sums + column, work->Bias + column, y + column);
                    if (!two) break;
                    var right = column + RowProduct.Columns;
                    T.Scale(sums + RowProduct.Columns, range, work->Scales + right, work->Sums + right, work->Bias + right, y + right);
                }
                if (work->Gelu) GeluCurve.Apply(new(y + from, to - from));
            }
    }

    /// <summary>Tiles of a few rows and 64 columns: a panel stays in the first-level cache, or streams from the second, while the rows of a block pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyExactly(Work* work, int piece)
    {
        var (block, part) = (piece / work->Parts, piece % work->Parts);
        var (depth, width) = (work->Depth, work->Width);
        int first = block * work->Block, last = Math.Min(work->Rows, first + work->Block), tiles = (last - first + VnniCode.MostRows - 1) / VnniCode.MostRows;
        var room = stackalloc int[(VnniCode.MostRows * ExactRowProduct.Columns) + 16];
        var sums = (int*)(((nint)room + 63) & ~63); // lines of the cache
        for (int panel = work->PanelCount * part / work->Parts, end = work->PanelCount * (part + 1) / work->Parts; panel < end; panel++)
        {
            var column = panel * ExactRowProduct.Columns;
            var weights = (sbyte*)work->Panels + ((nint)column * depth);
            var columns = Math.Min(ExactRowProduct.Columns, width - column);
            for (var tile = 0; tile < tiles; tile++)
            {
                int row = first + ((last - first) * tile / tiles), rows = first + ((last - first) * (tile + 1) / tiles) - row;
                ExactSums.Multiply(work->Bytes + ((nint)row * depth), depth, depth, rows, weights, sums);
                var y = work->Y + ((nint)row * width) + column;
                for (var c = 0; c < columns; c += Vector512<int>.Count)
                {
                    var columnSums = Vector512.ConvertToSingle(Vector512.Load(work->Sums + column + c));
                    var scales = Vector512.Load(work->Scales + column + c);
                    var bias = Vector512.Load(work->Bias + column + c);
                    for (var r = 0; r < rows; r++)
                    {
                        var range = work->Ranges + row + r;
                        var whole = Vector512.ConvertToSingle(Vector512.Load(sums + (r * ExactRowProduct.Columns) + c)) - (columnSums * range->Zero);
                        ((whole * (scales * range->Scale)) + bias).Store(y + ((nint)r * width) + c);
                    }
                }
                if (!work->Gelu) continue;
                for (var r = 0; r < rows; r++) GeluCurve.Apply(new(y + ((nint)r * width), columns));
            }
        }
    }

    /// <summary>The two steps of a product, in the best instructions that the processor has.</summary>
    private struct Steps
    {
        public delegate*<Work*, int, void> Quantize, Multiply;

        public static Steps Of<T>() where T : struct, IRowArithmetic => Of<T, T>();

        public static Steps Of<TQuantizer, T>() where TQuantizer : struct, IRowQuantizer where T : struct, IRowArithmetic => new() { Quantize = &Quantize<TQuantizer>, Multiply = &Multiply<T> };
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
        public delegate*<Work*, int, void> Step;
        public bool Gelu;
        public int Rows, Depth, Width, Block, PanelCount, Parts, Most;
    }
}
