using System.Numerics;
using System.Runtime.InteropServices;
using FineGrain.Core.Spans;

namespace FineGrain.Models.Spans;

/// <summary>
/// −log p(gold) of a batch under a chain, and its slopes by emissions and by the chain's scores: expected minus gold counts (Sutton and McCallum 2012, section 5.1).
/// Plain arrays: about a hundred small operators of a tensor library would cost many times the sums themselves.
/// </summary>
internal sealed class ChainLikelihood
{
    private readonly TagChain chain;
    private readonly int units;

    /// <param name="chain">The scores.</param>
    /// <param name="rows">B.</param>
    /// <param name="units">U.</param>
    public ChainLikelihood(TagChain chain, int rows, int units)
    {
        (this.chain, this.units) = (chain, units);
        Losses = new float[rows];
        EmissionSlopes = new float[rows * units * chain.Count];
        ScoreSlopes = new float[rows * (chain.Count + 2) * chain.Count];
    }

    /// <summary>−log p, [B].</summary>
    public float[] Losses { get; }

    /// <summary>∂/∂emissions, [B, U, K].</summary>
    public float[] EmissionSlopes { get; }

    /// <summary>∂/∂scores of each row's loss, [B, K + 2, K].</summary>
    public float[] ScoreSlopes { get; }

    /// <summary>Computes all rows on this thread: a batch takes about a millisecond, too little to wake others for.</summary>
    /// <param name="emissions">[B, U, K].</param>
    /// <param name="tags">[B, U].</param>
    /// <param name="mask">[B, U].</param>
    /// <param name="shift">Added to the emissions of each tag, [K].</param>
    public void Compute(float[] emissions, long[] tags, long[] mask, float[] shift) 
    {
        var scratch = new Scratch(chain, units);
        for (var row = 0; row < Losses.Length; row++) Row(row, emissions, tags, mask, shift, scratch);
    }

    private void Row(int row, float[] emissions, long[] tags, long[] mask, float[] shift, Scratch scratch)
    {
        var (count, width) = (chain.Count, chain.Width);
        var n = 0;
        for (var u = 0; u < units; u++)
        {
            if (mask[(row * units) + u] == 0) continue;
            var tag = tags[(row * units) + u];
            if (tag < 0 || tag >= count) throw new ArgumentException($"row {row}, unit {u} has the tag {tag}; a real unit has a tag from 0 to {count - 1}", nameof(tags));
            for (var k = 0; k < count; k++) scratch.Emissions[(n * count) + k] = emissions[(((row * units) + u) * count) + k] + shift[k];
            (scratch.Tags[n], scratch.Places[n]) = ((int)tag, u);
            n++;
        }
        if (n == 0) return;
        var own = scratch.Emissions.AsSpan(0, n * count);
        var logSum = chain.Forward(own, scratch.Forward);
        chain.Backward(own, scratch.Backward);
        chain.ExpectedMoves(own, scratch.Forward, scratch.Backward, logSum, scratch.Moves);
        Losses[row] = (float)(logSum - Gold(own, scratch.Tags.AsSpan(0, n)));

        var slopes = ScoreSlopes.AsSpan(row * (count + 2) * count, (count + 2) * count);
        for (var from = 0; from < count; from++)
            for (var to = 0; to < count; to++) slopes[(from * count) + to] = (float)scratch.Moves[(from * width) + to];
        for (var t = 0; t < n; t++)
        {
            Shares(scratch.Forward.AsSpan(t * width, width), scratch.Backward.AsSpan(t * width, width), logSum, scratch.Share);
            var emissionSlopes = EmissionSlopes.AsSpan(((row * units) + scratch.Places[t]) * count, count);
            for (var k = 0; k < count; k++) emissionSlopes[k] = (float)scratch.Share[k];
            if (t == 0) emissionSlopes.CopyTo(slopes[(count * count)..]);
            if (t == n - 1) emissionSlopes.CopyTo(slopes[((count + 1) * count)..]);
            emissionSlopes[scratch.Tags[t]] -= 1;
            // Where gold itself breaks the scheme the score is a constant and has no slope.
            if (t > 0 && !double.IsNegativeInfinity(chain.Move(scratch.Tags[t - 1], scratch.Tags[t]))) slopes[(scratch.Tags[t - 1] * count) + scratch.Tags[t]] -= 1;
        }
        var (first, last) = (scratch.Tags[0], scratch.Tags[n - 1]);
        if (!double.IsNegativeInfinity(chain.Start(first))) slopes[(count * count) + first] -= 1;
        if (!double.IsNegativeInfinity(chain.End(last))) slopes[((count + 1) * count) + last] -= 1;
    }

    /// <summary>p(y_t = k) = α_k β_k / Z.</summary>
    private static void Shares(ReadOnlySpan<double> forward, ReadOnlySpan<double> backward, double logSum, Span<double> shares)
    {
        var ahead = MemoryMarshal.Cast<double, Vector<double>>(forward);
        var behind = MemoryMarshal.Cast<double, Vector<double>>(backward);
        var result = MemoryMarshal.Cast<double, Vector<double>>(shares);
        for (var c = 0; c < result.Length; c++) result[c] = Vector.Exp(ahead[c] + behind[c] - new Vector<double>(logSum));
    }

    private double Gold(ReadOnlySpan<float> emissions, ReadOnlySpan<int> tags)
    {
        static double Finite(double score) => Math.Max(score, TagSet.Forbidden);
        var score = Finite(chain.Start(tags[0])) + Finite(chain.End(tags[^1]));
        for (var t = 0; t < tags.Length; t++) score += emissions[(t * chain.Count) + tags[t]] + (t == 0 ? 0 : Finite(chain.Move(tags[t - 1], tags[t])));
        return score;
    }

    private sealed class Scratch(TagChain chain, int units)
    {
        public float[] Emissions { get; } = new float[units * chain.Count];

        public int[] Tags { get; } = new int[units];

        public int[] Places { get; } = new int[units];

        public double[] Forward { get; } = new double[units * chain.Width];

        public double[] Backward { get; } = new double[units * chain.Width];

        public double[] Moves { get; } = new double[chain.Count * chain.Width];

        public double[] Share { get; } = new double[chain.Width];
    }
}
