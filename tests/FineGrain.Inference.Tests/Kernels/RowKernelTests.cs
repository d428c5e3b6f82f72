using System.Runtime.Intrinsics.X86;
using FineGrain.Inference.Kernels;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Tests.Kernels;

/// <summary>The kernel against the definition of <see cref="RowProduct"/> in double precision, and every way to compute it against the plain one.</summary>
public sealed unsafe class RowKernelTests
{
    [Theory]
    [InlineData(1, 16, 8, false)]
    [InlineData(5, 64, 24, false)]
    [InlineData(7, 48, 40, false)]
    [InlineData(131, 384, 72, false)]
    [InlineData(23, 1536, 16, false)]
    [InlineData(1, 16, 16, true)]
    [InlineData(5, 64, 64, true)]
    [InlineData(6, 48, 80, true)]
    [InlineData(131, 384, 144, true)]
    [InlineData(23, 1536, 48, true)]
    public void It_is_the_product_within_the_rounding_of_its_bytes(int rows, int depth, int width, bool exact)
    {
        var product = new Product(depth, width, seed: rows, exact);
        var x = Values(rows * depth, 3, seed: 1);
        var y = product.Run(x, rows);
        for (var r = 0; r < rows; r++)
        {
            double low = 0, high = 0;
            for (var k = 0; k < depth; k++) (low, high) = (Math.Min(low, x[(r * depth) + k]), Math.Max(high, x[(r * depth) + k]));
            var step = (high - low) / (exact ? 255 : 127);
            for (var n = 0; n < width; n++)
            {
                double whole = product.Bias[n], weights = 0;
                for (var k = 0; k < depth; k++)
                {
                    var w = product.Scales[n] * product.Weights[(k * width) + n];
                    whole += x[(r * depth) + k] * w;
                    weights += w * w;
                }
                // a byte is off by a step over √12 in the mean, and the zero point by half a step at most: eight times what to expect
                Assert.Equal(whole, y[(r * width) + n], 8 * step * Math.Sqrt(weights / 12) + (1e-5 * Math.Abs(whole)));
            }
        }
    }

    [Fact]
    public void What_is_a_whole_number_of_steps_comes_out_right()
    {
        // activations 0 to 127 with a step of 1, weights 1 and −1: the rounding of averages alone is left
        var product = new Product(depth: 128, width: 8, seed: 2);
        Array.Fill(product.Scales, 1);
        for (var i = 0; i < product.Weights.Length; i++) product.Weights[i] = (sbyte)(i % 3 == 0 ? 1 : -1);
        float[] x = [.. Enumerable.Range(0, 128).Select(i => (float)i)];
        var y = product.Run(x, 1);
        for (var n = 0; n < 8; n++)
            Assert.Equal(product.Bias[n] + Enumerable.Range(0, 128).Sum(k => x[k] * product.Weights[(k * 8) + n]), y[n], 16f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_row_does_not_depend_on_the_others_nor_on_the_pieces(bool exact)
    {
        const int Rows = 67, Depth = 128, Width = 48;
        var product = new Product(Depth, Width, seed: 3, exact);
        var x = Values(Rows * Depth, 2, seed: 4);
        for (var k = 0; k < Depth; k++) x[(9 * Depth) + k] *= 1000; // a neighbour of quite another size
        var together = product.Run(x, Rows);
        Assert.Equal(together, product.Run(x, Rows, backwards: true));
        for (var r = 0; r < Rows; r += 11) Assert.Equal(together[(r * Width)..((r + 1) * Width)], product.Run(x[(r * Depth)..((r + 1) * Depth)], 1));
    }

    [Theory]
    [InlineData(float.NaN, false)]
    [InlineData(float.PositiveInfinity, false)]
    [InlineData(float.NegativeInfinity, false)]
    [InlineData(float.NaN, true)]
    [InlineData(float.PositiveInfinity, true)]
    public void What_is_not_finite_is_not_hidden(float bad, bool exact)
    {
        var width = exact ? 16 : 8;
        var product = new Product(depth: 32, width, seed: 5, exact);
        var x = Values(3 * 32, 1, seed: 6);
        x[32 + 17] = bad;
        var y = product.Run(x, 3);
        Assert.All(y[width..(2 * width)], v => Assert.True(float.IsNaN(v)));
        Assert.All(y[..width].Concat(y[(2 * width)..]), v => Assert.True(float.IsFinite(v)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1e-42f, false)]
    [InlineData(-1e-33f, false)]
    [InlineData(0, true)]
    [InlineData(1e-42f, true)]
    public void A_row_of_next_to_nothing_gives_the_bias(float value, bool exact)
    {
        var product = new Product(depth: 16, width: 16, seed: 7, exact);
        Assert.All(product.Run([.. Enumerable.Repeat(value, 16)], 1).Zip(product.Bias), p => Assert.Equal(p.Second, p.First, 2 * product.Scales.Max()));
    }

    [Theory]
    [InlineData(127)] // the most that may come, which must not overflow
    [InlineData(3)] // where averages round most
    public void Sums_are_the_same_on_every_processor(int largest)
    {
        const int Depth = 160;
        var random = new Random(8);
        byte[] row = [.. Enumerable.Range(0, Depth).Select(_ => (byte)(largest == 127 ? 127 : random.Next(largest + 1)))];
        byte[] panels = [.. Enumerable.Range(0, 16 * Depth).Select(i => (byte)(largest == 127 && i % 32 < 4 ? 127 : 1 + random.Next(largest)))];
        var expected = Sums<PlainArithmetic>(row, panels);
        if (largest == 127) Assert.Equal((Depth * 127 * 127, Depth * 127 * 127), (expected[0], expected[8]));
        if (Sse41.IsSupported) Assert.Equal(expected, Sums<Sse41Arithmetic>(row, panels));
        if (Avx2.IsSupported) Assert.Equal(expected, Sums<Avx2Arithmetic>(row, panels));
    }

    [Theory]
    [InlineData(1f, 127)]
    [InlineData(1e6f, 127)]
    [InlineData(1e-33f, 127)]
    [InlineData(float.NaN, 127)]
    [InlineData(float.PositiveInfinity, 127)]
    [InlineData(1f, 255)]
    [InlineData(1e6f, 255)]
    [InlineData(-1e6f, 255)]
    [InlineData(1e-33f, 255)]
    [InlineData(float.NaN, 255)]
    [InlineData(float.NegativeInfinity, 255)]
    public void Rows_are_quantized_and_scaled_alike_on_every_processor(float one, int most)
    {
        var x = Values(96, 2, seed: 9);
        if (one is 1e-33f) Array.Clear(x);
        x[50] = one;
        var (range, bytes, y) = Scaled<PlainArithmetic>(x, most);
        Assert.Equal(float.IsFinite(one), float.IsFinite(y[3]));
        if (Sse41.IsSupported) Same(Scaled<Sse41Arithmetic>(x, most));
        if (Avx2.IsSupported) Same(Scaled<Avx2Arithmetic>(x, most));
        if (Avx512F.IsSupported) Same(Scaled<WideRows, PlainArithmetic>(x, most));

        void Same((RowRange Range, byte[] Bytes, float[] Y) other)
        {
            Assert.Equal((range.Scale, range.Zero, y), (other.Range.Scale, other.Range.Zero, other.Y), (a, b) => a.Item1.Equals(b.Item1) && a.Item2.Equals(b.Item2) && a.Item3.SequenceEqual(b.Item3));
            if (!float.IsFinite(one)) return;
            Assert.Equal(range.Lifted, other.Range.Lifted);
            Assert.Equal(bytes, other.Bytes);
        }
    }

    [Fact]
    public void The_gelu_is_the_exact_one_and_the_same_on_every_processor()
    {
        float[] x = [.. Enumerable.Range(-6000, 12000).Select(i => i / 500f), 0, -0f, 40, -40, 1e30f, -1e30f, float.NaN, 1];
        float[] y = [.. x];
        GeluCurve.Apply(y);
        for (var i = 0; i < x.Length; i++) Assert.Equal(x[i] * NormalShare(x[i]), y[i], 1e-6);
        Assert.Equal(x.Select(Gelu), y);
    }

    [Theory]
    [InlineData(false, 40)]
    [InlineData(true, 80)]
    public void A_product_with_a_gelu_is_the_gelu_of_the_product(bool exact, int width)
    {
        var product = new Product(depth: 64, width, seed: 12, exact);
        var x = Values(7 * 64, 1, seed: 13);
        Assert.Equal(product.Run(x, 7).Select(Gelu), product.Run(x, 7, gelu: true));
    }

    /// <summary>Φ(x), integrated by Simpson's rule from the middle.</summary>
    private static double NormalShare(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 10) return double.IsNaN(x) ? x : x > 0 ? 1 : 0;
        const int Steps = 200;
        double step = x / Steps, sum = 0;
        for (var i = 0; i <= Steps; i++) sum += Math.Exp(-(i * step) * (i * step) / 2) * (i is 0 or Steps ? 1 : i % 2 == 0 ? 2 : 4);
        return 0.5 + (sum * step / 3 / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>The formula of <see cref="GeluCurve"/> one number at a time.</summary>
    private static float Gelu(float x)
    {
        var t = MathF.Abs(x);
        var p = new[] { 0.0000053830f, 0.0000488906f, 0.0000380036f, 0.0032776263f, 0.0211410061f, 0.0498673469f, 1 }.Aggregate((sum, c) => float.MultiplyAddEstimate(sum, t, c));
        for (var i = 0; i < 4; i++) p *= p;
        return (x < 0 ? 0 : x) - (t * (0.5f / p));
    }

    private static int[] Sums<T>(byte[] row, byte[] panels) where T : struct, IRowArithmetic
    {
        var sums = new int[16];
        fixed (byte* a = row, b = panels)
        fixed (int* s = sums) T.Multiply(a, b, b + (8 * row.Length), row.Length, s);
        return sums;
    }

    private static (RowRange Range, byte[] Bytes, float[] Y) Scaled<T>(float[] x, int most) where T : struct, IRowArithmetic => Scaled<T, T>(x, most);

    private static (RowRange Range, byte[] Bytes, float[] Y) Scaled<TQuantizer, T>(float[] x, int most) where TQuantizer : struct, IRowQuantizer where T : struct, IRowArithmetic
    {
        var bytes = new byte[x.Length];
        float[] scales = Values(8, 1, seed: 10), bias = Values(8, 1, seed: 11), y = new float[8];
        int[] sums = [.. Enumerable.Range(0, 8).Select(i => 70_000 * i)], columns = [.. Enumerable.Range(0, 8).Select(i => 1000 - (300 * i))];
        fixed (float* input = x, s = scales, b = bias, output = y)
        fixed (byte* q = bytes)
        fixed (int* sum = sums, column = columns)
        {
            var range = TQuantizer.Quantize(input, x.Length, q, most);
            T.Scale(sum, &range, s, column, b, output);
            return (range, bytes, y);
        }
    }

    private static float[] Values(int count, float spread, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => spread * (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.2))];
    }

    private sealed class Product(int depth, int width, int seed, bool exact = false)
    {
        public sbyte[] Weights { get; } = [.. Values(depth * width, 20, seed).Select(w => (sbyte)Math.Clamp(w, -63, 63))];

        public float[] Scales { get; } = [.. Enumerable.Range(1, width).Select(i => 0.001f * i)];

        public float[] Bias { get; } = Values(width, 1, seed + 1);

        public float[] Run(float[] x, int rows, bool backwards = false, bool gelu = false)
        {
            byte[] panels;
            int[] sums;
            if (exact)
            {
                (var signed, sums) = ExactRowProduct.Pack(Weights, depth, width);
                panels = [.. signed.Select(w => (byte)w)];
            }
            else (panels, sums) = RowProduct.Pack(Weights, depth, width);
            var y = new float[rows * width];
            fixed (float* input = x, scales = Scales, bias = Bias, output = y)
            fixed (byte* packed = panels)
            fixed (int* columnSums = sums)
                RowKernel.Run(input, exact, packed, scales, columnSums, bias, gelu, rows, depth, width, output, (work, count, piece) =>
                {
                    for (var i = 0; i < count; i++) piece(work, (nuint)(backwards ? count - 1 - i : i));
                });
            return y;
        }
    }
}
