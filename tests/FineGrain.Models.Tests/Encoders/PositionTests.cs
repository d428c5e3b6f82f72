using FineGrain.Models.Encoders;
using FineGrain.Models.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Encoders;

public sealed class PositionTests
{
    [Fact]
    public void Sinusoids_have_their_known_values()
    {
        var table = Sinusoids.Table(positions: 3, width: 4);
        // Rates 1 and 10000^(-2/4) = 0.01.
        double[] expected = [0, 1, 0, 1, Math.Sin(1), Math.Cos(1), Math.Sin(0.01), Math.Cos(0.01), Math.Sin(2), Math.Cos(2), Math.Sin(0.02), Math.Cos(0.02)];
        Assert.All(expected.Zip(table), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Fact]
    public void Rotation_turns_pairs_of_halves_by_known_angles()
    {
        using var scope = NewDisposeScope();
        using var rotary = new Rotary(positions: 3, width: 4);
        // (B, N, T, D) = (1, 1, 2, 4); position 1 turns (x0, x2) by 1 and (x1, x3) by 0.01.
        var turned = rotary.Rotate(tensor(new float[] { 1, 2, 3, 4, 1, 2, 3, 4 }, [1, 1, 2, 4]));
        float[] expected =
        [
            1, 2, 3, 4,
            (float)(Math.Cos(1) - 3 * Math.Sin(1)), (float)(2 * Math.Cos(0.01) - 4 * Math.Sin(0.01)), (float)(3 * Math.Cos(1) + Math.Sin(1)), (float)(4 * Math.Cos(0.01) + 2 * Math.Sin(0.01)),
        ];
        GoldenNumbers.AssertClose(tensor(expected, [1, 1, 2, 4]), turned, 1e-6);
    }

    [Fact]
    public void Rotated_scores_depend_on_distance_only()
    {
        using var scope = NewDisposeScope();
        using var rotary = new Rotary(positions: 9, width: 6);
        var q = rotary.Rotate(arange(6).sin().expand(1, 1, 9, 6));
        var k = rotary.Rotate(arange(6).cos().expand(1, 1, 9, 6));
        var scores = q.matmul(k.transpose(-2, -1))[0, 0];
        Assert.Equal(scores[1, 4].ToSingle(), scores[5, 8].ToSingle(), 1e-5);
        Assert.NotEqual(scores[1, 4].ToSingle(), scores[1, 5].ToSingle(), 1e-3);
    }
}
