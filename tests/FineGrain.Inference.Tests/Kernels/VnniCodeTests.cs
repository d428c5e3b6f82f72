using System.Security.Cryptography;
using FineGrain.Inference.Kernels;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Tests.Kernels;

/// <summary>Machine code against an independent assembler, and the sums of every way against the definition.</summary>
public sealed unsafe class VnniCodeTests
{
    [Theory] // tests/oracles/vnni_tiles.sh
    [InlineData(1, 145, "651611918a1524f9357b6d7ed1aa4219abe5bc33266e4c04f713b68928a6d27a")]
    [InlineData(2, 228, "d056f91548a70cf6962ff66eff459239b07579b6874089c55a25bedb2f60a624")]
    [InlineData(3, 311, "d81b2c8c681713b3e396853806aeef5b70c8864294cc8b0fe5ac3cefe7cb1786")]
    [InlineData(4, 393, "45160d3e2b3de26d9d673d9cd46e0bc703adb57bcedc46b8bbf0bd9939bc37d9")]
    [InlineData(5, 476, "c7953ee67f2a4694e48744040fc462bb403ac15f748b1f99d8e7a1b4cde8cfe0")]
    [InlineData(6, 559, "219180fc54c57aef5c0d679cc7ae6c2528e2df139bc2ad199dbb4613f0c62498")]
    public void It_is_what_an_assembler_writes(int rows, int length, string hash)
    {
        var code = VnniCode.Tile(rows);
        Assert.Equal((length, hash), (code.Length, Convert.ToHexStringLower(SHA256.HashData(code))));
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 160)]
    [InlineData(3, 48)]
    [InlineData(4, 1536)]
    [InlineData(5, 32)]
    [InlineData(6, 384)]
    public void Sums_are_the_same_every_way(int rows, int depth)
    {
        var random = new Random(rows);
        var stride = depth + 16;
        byte[] x = [.. Enumerable.Range(0, rows * stride).Select(_ => (byte)(random.Next(3) == 0 ? 255 : random.Next(256)))];
        sbyte[] weights = [.. Enumerable.Range(0, depth * ExactRowProduct.Columns).Select(_ => (sbyte)(random.Next(3) == 0 ? 127 : random.Next(-127, 128)))];
        var panel = ExactRowProduct.Pack(weights, depth, ExactRowProduct.Columns).Panels;
        int[] expected = new int[rows * ExactRowProduct.Columns], plain = new int[expected.Length], best = new int[expected.Length], words = new int[expected.Length];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < ExactRowProduct.Columns; c++)
                for (var k = 0; k < depth; k++) expected[(r * ExactRowProduct.Columns) + c] += x[(r * stride) + k] * weights[(k * ExactRowProduct.Columns) + c];
        fixed (byte* row = x)
        fixed (sbyte* w = panel)
        fixed (int* a = plain, b = best, c = words)
        {
            ExactSums.Plain(row, stride, depth, rows, w, a);
            ExactSums.Multiply(row, stride, depth, rows, w, b);
            if (System.Runtime.Intrinsics.X86.Avx2.IsSupported) ExactSums.Words(row, stride, depth, rows, w, c);
            else ExactSums.Plain(row, stride, depth, rows, w, c);
        }
        Assert.Equal(expected, plain);
        Assert.Equal(expected, words);
        Assert.Equal(expected, best);
    }
}
