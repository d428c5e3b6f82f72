using CsCheck;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Onnx.Tests;

public sealed class RoundingTests
{
    // A column of weights near the smallest number that a float can hold has no scale that a float can hold.
    private static readonly Gen<float> Weight = Gen.Float[-3, 3].Select(w => Math.Abs(w) < 1e-30f ? 0 : w);

    [Theory]
    [InlineData(8)]
    [InlineData(7)]
    public void A_weight_moves_by_at_most_half_a_step_and_its_column_uses_the_whole_range(int bits) => Gen.Select(Gen.Int[1, 9], Gen.Int[1, 7]).SelectMany((rows, columns) =>
        Weight.Array[rows * columns].Select(w => (rows, columns, w))).Sample((rows, columns, weights) =>
    {
        var limit = (1 << (bits - 1)) - 1;
        var (values, scales) = Rounding.Columns(weights, rows, columns, bits);
        for (var c = 0; c < columns; c++)
        {
            var column = Enumerable.Range(0, rows).Select(r => (r * columns) + c).ToList();
            Assert.All(column, i => Assert.True(Math.Abs((values[i] * scales[c]) - weights[i]) <= (scales[c] / 2) + 1e-6f));
            if (column.Any(i => weights[i] != 0)) Assert.Equal(limit, column.Max(i => Math.Abs((int)values[i])));
        }
    });

    [Fact]
    public void Rows_are_the_columns_of_the_transposed_matrix() => Weight.Array[12].Sample(w =>
    {
        var (rows, scales) = Rounding.Rows(w, 3, 4, 8);
        var (columns, others) = Rounding.Columns([.. Enumerable.Range(0, 12).Select(i => w[(i % 3 * 4) + (i / 3)])], 4, 3, 8);
        Assert.Equal(scales, others);
        Assert.Equal(rows, Enumerable.Range(0, 12).Select(i => columns[(i % 4 * 3) + (i / 4)]));
    });

    [Fact]
    public void Zero_is_met_exactly_by_every_activation_range() => Gen.Select(Weight, Weight).Sample((a, b) =>
    {
        var range = new ActivationRange(Math.Min(a, b), Math.Max(a, b));
        var (scale, zero) = Rounding.Activation(range);
        Assert.True(scale > 0);
        // the ends of the range, 0 included, are within one step of a byte
        foreach (var end in (float[])[MathF.Min(0, range.Low), MathF.Max(0, range.High)])
            Assert.True(Math.Abs(((Math.Clamp(MathF.Round(end / scale) + zero, 0, 255) - zero) * scale) - end) <= scale + 1e-6f);
    });

    [Fact]
    public void Seven_bit_products_cannot_overflow_sixteen_bits()
    {
        var (values, _) = Rounding.Columns([5, -5, 5, 5], 4, 1, 7);
        Assert.All(values, v => Assert.True((255 * v) + (255 * v) is >= short.MinValue and <= short.MaxValue));
    }
}
