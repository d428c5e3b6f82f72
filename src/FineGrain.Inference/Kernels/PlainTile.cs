using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Kernels;

/// <summary>The same sums without vector instructions, for processors that lack AVX2: what a folder answers does not depend on the machine.</summary>
internal readonly unsafe struct PlainTile : IRowTile
{
    public static void Run(byte* rows, byte* panel, int depth, int* sums)
    {
        for (var r = 0; r < RowKernel.TileRows; r++, rows += depth)
            for (var c = 0; c < RowProduct.Columns; c++)
            {
                var sum = 0;
                for (var k = 0; k < depth; k += RowProduct.Step)
                {
                    byte* x = rows + k, w = panel + (k * RowProduct.Columns) + (c * RowProduct.Together);
                    sum += 2 * ((Four(x, w) + Four(x + 8, w + 64) + 1) / 2);
                    sum += 2 * ((Four(x + 2, w + 2) + Four(x + 10, w + 66) + 1) / 2);
                }
                sums[(r * RowProduct.Columns) + c] = sum;
            }
    }

    // two products of one group of four rows and two of the next
    private static int Four(byte* x, byte* w) => (x[0] * w[0]) + (x[1] * w[1]) + (x[4] * w[32]) + (x[5] * w[33]);
}
