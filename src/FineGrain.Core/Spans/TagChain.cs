using System.Numerics;
using System.Runtime.InteropServices;

namespace FineGrain.Core.Spans;

/// <summary>
/// The scores of a linear chain over tags and what follows from them: sums over all sequences (forward, backward) and the best one (Viterbi), in log space.
/// A sequence y scores start(y₁) + Σ emission(t, y_t) + Σ move(y_t, y_t+1) + end(y_n). Training and serving share it. Safe for several threads.
/// Sources: Rabiner 1989, section III; Lafferty, McCallum and Pereira 2001.
/// </summary>
public sealed class TagChain
{
    private readonly double[] start;
    private readonly double[] end;
    private readonly LogMatrix ahead;
    private readonly LogMatrix back;

    /// <param name="scores">Row-major [K + 2, K]: moves (from, to), then start, then end; at or below <see cref="TagSet.Forbidden"/> nothing passes.</param>
    /// <param name="count">Number of tags K.</param>
    /// <exception cref="ArgumentException">Another number of scores.</exception>
    public TagChain(float[] scores, int count)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Length != (count + 2) * count) throw new ArgumentException($"{scores.Length} scores for {count} tags; a chain of K tags has (K + 2) K = {(count + 2) * count}", nameof(scores));
        double Score(int row, int column) => scores[(row * count) + column] is var score && score <= TagSet.Forbidden ? double.NegativeInfinity : score;
        (Count, Width) = (count, LogMatrix.WidthOf(count));
        (ahead, back) = (new(count, Score), new(count, (i, j) => Score(j, i)));
        start = new double[Width];
        Array.Fill(start, double.NegativeInfinity);
        end = [.. start];
        for (var k = 0; k < count; k++) (start[k], end[k]) = (Score(count, k), Score(count + 1, k));
    }

    /// <summary>Number of tags K.</summary>
    public int Count { get; }

    /// <summary>Numbers that a unit takes in the sums: K rounded up to whole vectors; those beyond K are −∞.</summary>
    public int Width { get; }

    /// <summary>The score of beginning with a tag.</summary>
    public double Start(int tag) => start[tag];

    /// <summary>The score of ending with a tag.</summary>
    public double End(int tag) => end[tag];

    /// <summary>The score of <paramref name="to"/> right after <paramref name="from"/>.</summary>
    public double Move(int from, int to) => ahead.Row(from)[to];

    /// <summary>log α: for each unit and tag the log-sum over all beginnings that end there.</summary>
    /// <param name="emissions">Row-major [n, K], n at least 1.</param>
    /// <param name="sums">Takes [n, <see cref="Width"/>].</param>
    /// <returns>log Z, the log-sum over all sequences.</returns>
    public double Forward(ReadOnlySpan<float> emissions, Span<double> sums)
    {
        Span<double> scratch = stackalloc double[Width];
        var n = emissions.Length / Count;
        start.CopyTo(sums);
        for (var t = 0; ; t++)
        {
            var now = sums.Slice(t * Width, Width);
            AddTo(now, emissions.Slice(t * Count, Count));
            if (t + 1 == n) break;
            ahead.Times(now, scratch, sums.Slice((t + 1) * Width, Width));
        }
        for (var k = 0; k < Width; k++) scratch[k] = sums[((n - 1) * Width) + k] + end[k];
        return LogMatrix.LogSum(scratch);
    }

    /// <summary>log β: for each unit and tag the log-sum over all that may follow, its own emission not included.</summary>
    /// <inheritdoc cref="Forward"/>
    public void Backward(ReadOnlySpan<float> emissions, Span<double> sums)
    {
        Span<double> scratch = stackalloc double[Width];
        Span<double> next = stackalloc double[Width];
        var n = emissions.Length / Count;
        end.CopyTo(sums[((n - 1) * Width)..]);
        for (var t = n - 1; t > 0; t--)
        {
            sums.Slice(t * Width, Width).CopyTo(next);
            AddTo(next, emissions.Slice(t * Count, Count));
            back.Times(next, scratch, sums.Slice((t - 1) * Width, Width));
        }
    }

    /// <summary>Expected number of each move over all sequences.</summary>
    /// <param name="emissions">Row-major [n, K].</param>
    /// <param name="forward">Of <see cref="Forward"/>.</param>
    /// <param name="backward">Of <see cref="Backward"/>.</param>
    /// <param name="logSum">log Z.</param>
    /// <param name="moves">Takes [K, <see cref="Width"/>] (from, to).</param>
    public void ExpectedMoves(ReadOnlySpan<float> emissions, ReadOnlySpan<double> forward, ReadOnlySpan<double> backward, double logSum, Span<double> moves)
    {
        Span<double> scratch = stackalloc double[2 * Width];
        Span<double> next = stackalloc double[Width];
        moves.Clear();
        for (var t = 1; t < emissions.Length / Count; t++)
        {
            backward.Slice(t * Width, Width).CopyTo(next);
            AddTo(next, emissions.Slice(t * Count, Count));
            ahead.AddPairs(forward.Slice((t - 1) * Width, Width), next, logSum, scratch, moves);
        }
        ahead.Scale(moves);
    }

    /// <summary>The sequence with the highest score; of equal ones that whose tags, read from the end, stand first in the tag set.</summary>
    /// <param name="emissions">Row-major [n, K], n at least 1.</param>
    /// <param name="before">To work in: [n, <see cref="Width"/>].</param>
    /// <param name="path">Takes n tags.</param>
    /// <returns>Its score.</returns>
    public double Best(ReadOnlySpan<float> emissions, Span<long> before, Span<int> path)
    {
        Span<double> scores = stackalloc double[Width];
        Span<double> last = stackalloc double[Width];
        var lanes = Width / Vector<double>.Count;
        var n = emissions.Length / Count;
        start.CopyTo(scores);
        AddTo(scores, emissions[..Count]);
        for (var t = 1; t < n; t++)
        {
            scores.CopyTo(last);
            var best = MemoryMarshal.Cast<double, Vector<double>>(scores);
            var from = MemoryMarshal.Cast<long, Vector<long>>(before.Slice(t * Width, Width));
            for (var c = 0; c < lanes; c++)
            {
                var (most, where) = (new Vector<double>(double.NegativeInfinity), Vector<long>.Zero);
                for (var i = 0; i < Count; i++)
                {
                    var score = MemoryMarshal.Cast<double, Vector<double>>(ahead.Row(i))[c] + new Vector<double>(last[i]);
                    var higher = Vector.GreaterThan(score, most);
                    (most, where) = (Vector.ConditionalSelect(higher, score, most), Vector.ConditionalSelect(higher, new Vector<long>(i), where));
                }
                (best[c], from[c]) = (most, where);
            }
            AddTo(scores, emissions.Slice(t * Count, Count));
        }
        var tag = 0;
        for (var k = 0; k < Count; k++)
        {
            scores[k] += end[k];
            if (scores[k] > scores[tag]) tag = k;
        }
        var total = scores[tag];
        for (var t = n - 1; t >= 0; t--)
        {
            path[t] = tag;
            if (t > 0) tag = (int)before[(t * Width) + tag];
        }
        return total;
    }

    private static void AddTo(Span<double> sums, ReadOnlySpan<float> emissions)
    {
        for (var k = 0; k < emissions.Length; k++) sums[k] += emissions[k];
    }
}
