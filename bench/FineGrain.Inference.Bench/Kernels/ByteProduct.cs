using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineGrain.Inference.Bench.Kernels;

/// <summary>
/// y = x W + b on one thread, all in one pass: x in floats is quantized to bytes with the range of this run, multiplied in bytes, and scaled back with the bias. A trial of what a kernel
/// of our own would win over ONNX Runtime's; nothing serves with it.
/// </summary>
/// <typeparam name="TTile">The innermost piece.</typeparam>
internal sealed unsafe class ByteProduct<TTile> where TTile : struct, IByteTile
{
    private const int Columns = 8, CacheBytes = 20_000;
    private readonly int depth, width;
    private readonly sbyte[] panels;
    private readonly float[] scales, bias;
    private readonly int[] columnSums;
    private byte[] bytes = [];

    /// <summary>Quantizes the weights to 7 bits, a scale for each column, and lays them out in panels.</summary>
    /// <param name="weights">[depth, width], row-major.</param>
    /// <param name="bias">[width].</param>
    /// <param name="depth">Rows of the matrix; a multiple of <see cref="IByteTile.Step"/>.</param>
    /// <param name="width">Its columns; a multiple of 8.</param>
    public ByteProduct(float[] weights, float[] bias, int depth, int width)
    {
        if (depth % IByteTile.Step != 0 || width % Columns != 0) throw new ArgumentException($"a matrix of {depth} × {width} does not fit the tiles");
        (this.depth, this.width, this.bias) = (depth, width, bias);
        (panels, scales, columnSums) = (new sbyte[weights.Length], new float[width], new int[width]);
        for (var c = 0; c < width; c++)
        {
            var largest = 1e-30f;
            for (var r = 0; r < depth; r++) largest = MathF.Max(largest, MathF.Abs(weights[(r * width) + c]));
            scales[c] = largest / 63;
            for (var r = 0; r < depth; r++)
            {
                var q = (int)MathF.Round(weights[(r * width) + c] / scales[c]);
                columnSums[c] += q;
                panels[((c / Columns) * depth * Columns) + (r / 4 * 4 * Columns) + (c % Columns * 4) + (r % 4)] = (sbyte)q;
            }
        }
    }

    /// <summary>The product of <paramref name="x"/>, [rows, depth], into <paramref name="y"/>, [rows, width]; at least as many rows as a tile has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<float> x, int rows, Span<float> y)
    {
        if (bytes.Length < rows * depth) bytes = new byte[rows * depth];
        var (scale, zero) = Quantize(x, rows);
        var block = Math.Max(1, CacheBytes / depth / IByteTile.Rows) * IByteTile.Rows;
        var sums = stackalloc int[IByteTile.Rows * Columns];
        fixed (byte* a = bytes)
        fixed (sbyte* b = panels)
        fixed (float* result = y, s = scales, add = bias)
        fixed (int* columns = columnSums)
        {
            // A block of rows stays in the first-level cache while all panels pass.
            for (var first = 0; first < rows; first += block)
                for (var panel = 0; panel < width; panel += Columns)
                    for (var row = first; row < Math.Min(rows, first + block); row += IByteTile.Rows)
                    {
                        var start = Math.Min(row, rows - IByteTile.Rows); // the last tile may repeat rows of the one before
                        TTile.Run(a + ((nint)start * depth), depth, b + ((nint)panel * depth), depth, sums);
                        var zeros = Vector256.Load(columns + panel) * zero;
                        var factors = Vector256.Load(s + panel) * scale;
                        var biases = Vector256.Load(add + panel);
                        for (var r = 0; r < IByteTile.Rows; r++)
                        {
                            var whole = Vector256.Load(sums + (r * Columns)) - zeros;
                            (Vector256.ConvertToSingle(whole) * factors + biases).Store(result + ((nint)(start + r) * width) + panel);
                        }
                    }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (float Scale, int Zero) Quantize(ReadOnlySpan<float> x, int rows)
    {
        fixed (float* values = x)
        fixed (byte* into = bytes)
        {
            Vector256<float> lows = default, highs = default;
            var count = rows * depth;
            for (var i = 0; i < count; i += 8)
            {
                var v = Vector256.Load(values + i);
                lows = Vector256.MinNative(lows, v);
                highs = Vector256.MaxNative(highs, v);
            }
            float low = 0, high = 0;
            for (var i = 0; i < 8; i++) (low, high) = (MathF.Min(low, lows[i]), MathF.Max(high, highs[i]));
            var scale = high > low ? (high - low) / IByteTile.ActivationLimit : 1;
            var zero = Math.Clamp((int)MathF.Round(-low / scale), 0, IByteTile.ActivationLimit);
            var inverse = Vector256.Create(1 / scale);
            var shift = Vector256.Create((float)zero + 0.5f); // values are not negative then: cutting is rounding
            var most = Vector256.Create(IByteTile.ActivationLimit);
            for (var r = 0; r < rows; r++)
            {
                for (var k = 0; k < depth; k += 8)
                {
                    var q = Vector256.Min(Vector256.ConvertToInt32Native((Vector256.Load(values + (r * depth) + k) * inverse) + shift), most);
                    var narrow = Vector128.Narrow(q.GetLower(), q.GetUpper());
                    *(long*)(into + (r * depth) + k) = Vector128.Narrow(narrow, narrow).AsInt64()[0];
                }
            }
            return (scale, zero);
        }
    }
}
