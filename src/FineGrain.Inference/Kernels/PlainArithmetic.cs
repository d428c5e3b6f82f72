using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The same without vector instructions, for processors that are no x86: what a folder answers does not depend on the machine.</summary>
internal readonly unsafe struct PlainArithmetic : IRowArithmetic
{
    public static RowRange Quantize(float* x, int depth, byte* bytes, int most)
    {
        float low = 0, high = 0;
        for (var k = 0; k < depth; k++) (low, high) = (x[k] < low ? x[k] : low, x[k] > high ? x[k] : high);
        var range = RowRange.Of(low, high, most);
        float inverse = 1 / range.Scale, shift = range.Zero + 0.5f;
        var (sum, finite) = (0, true);
        for (var k = 0; k < depth; k++)
        {
            var q = (x[k] * inverse) + shift;
            finite &= float.IsFinite(q);
            bytes[k] = (byte)Math.Min(finite ? (int)q : 0, most);
            sum += bytes[k];
        }
        range.Close(sum, depth, finite);
        return range;
    }

    public static void Multiply(byte* row, byte* left, byte* right, int depth, int* sums)
    {
        for (var c = 0; c < 2 * RowProduct.Columns; c++)
        {
            var panel = (c < RowProduct.Columns ? left : right) + (c % RowProduct.Columns * RowProduct.Together);
            var sum = 0;
            for (var k = 0; k < depth; k += RowProduct.Step)
            {
                byte* x = row + k, w = panel + (k * RowProduct.Columns);
                sum += 2 * ((Four(x, w) + Four(x + 8, w + 64) + 1) / 2);
                sum += 2 * ((Four(x + 2, w + 2) + Four(x + 10, w + 66) + 1) / 2);
            }
            sums[c] = sum;
        }
    }

    public static void Scale(int* sums, RowRange* range, float* scales, int* columnSums, float* bias, float* y)
    {
        for (var c = 0; c < RowProduct.Columns; c++) y[c] = (((sums[c] - range->Lifted) - (columnSums[c] * range->Zero)) * (scales[c] * range->Scale)) + bias[c];
    }

    // two products of one group of four rows and two of the next
    private static int Four(byte* x, byte* w) => (x[0] * w[0]) + (x[1] * w[1]) + (x[4] * w[32]) + (x[5] * w[33]);
}
