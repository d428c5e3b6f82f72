using System.Buffers;
using FineGrain.Core;
using FineGrain.Core.Spans;

namespace FineGrain.Inference.Spans;

/// <summary>
/// Turns the logits of a tagging head into spans: the best sequence that the scheme allows (Viterbi), and for each of its spans the probability of this very span,
/// which is the share of all sequences that have it (Culotta and McCallum 2004). Safe for several threads.
/// </summary>
public sealed class TagDecoder
{
    private readonly TagSet tags;
    private readonly TagChain chain;
    private readonly bool[] goesOn;

    /// <summary>The decoder of a model.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="transitions">Row-major [K + 2, K]: moves (from, to), start, end; all 0 of a head without a chain. What the scheme forbids stays forbidden.</param>
    /// <exception cref="ArgumentException">Another number of scores.</exception>
    public TagDecoder(TagSet tags, float[] transitions)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(transitions);
        this.tags = tags;
        var rules = tags.Rules();
        chain = new TagChain([.. transitions.Select((score, i) => i < rules.Length && rules[i] < 0 ? rules[i] : score)], tags.Count);
        goesOn = new bool[tags.Count * tags.Count];
        for (var i = 0; i < goesOn.Length; i++)
        {
            int[] two = [i / tags.Count, i % tags.Count];
            goesOn[i] = two[0] > 0 && two[1] > 0 && tags.Decode(two).Count == 1;
        }
    }

    /// <summary>The spans of a text, in their order.</summary>
    /// <param name="emissions">Logits, row-major [n, K].</param>
    /// <param name="n">Number of units.</param>
    /// <returns>Each span with its probability.</returns>
    /// <exception cref="InputException">A logit is not a finite number: the network was broken in training.</exception>
    /// <exception cref="ArgumentException">The number of logits is not n K.</exception>
    public IReadOnlyList<(UnitSpan Span, double Score)> Decode(ReadOnlySpan<float> emissions, int n)
    {
        if (emissions.Length != n * tags.Count) throw new ArgumentException($"{emissions.Length} logits for {n} units of {tags.Count} tags", nameof(emissions));
        FiniteLogits.Check("logits", emissions);
        if (n == 0) return [];
        var size = n * chain.Width;
        var before = ArrayPool<long>.Shared.Rent(size);
        var path = ArrayPool<int>.Shared.Rent(n);
        try
        {
            chain.Best(emissions, before, path);
            var spans = tags.Decode(path.AsSpan(0, n));
            return [.. spans.Zip(Shares(emissions, n, spans, _ => path))];
        }
        finally
        {
            ArrayPool<long>.Shared.Return(before);
            ArrayPool<int>.Shared.Return(path);
        }
    }

    /// <summary>Probability of any spans, whether or not the best sequence has them.</summary>
    /// <param name="emissions">Logits, row-major [n, K].</param>
    /// <param name="n">Number of units.</param>
    /// <param name="spans">The spans; they may overlap, each is asked by itself.</param>
    /// <returns>Of each span the share of all sequences that have it.</returns>
    /// <exception cref="InputException">A logit is not a finite number.</exception>
    public IReadOnlyList<double> Probabilities(ReadOnlySpan<float> emissions, int n, IReadOnlyList<UnitSpan> spans)
    {
        FiniteLogits.Check("logits", emissions);
        return Shares(emissions, n, spans, span => tags.Encode([span], n));
    }

    /// <summary>Of each span the share of all sequences that have it.</summary>
    /// <param name="emissions">Logits, row-major [n, K].</param>
    /// <param name="n">Number of units.</param>
    /// <param name="spans">The spans.</param>
    /// <param name="pathOf">A sequence that has the span.</param>
    private double[] Shares(ReadOnlySpan<float> emissions, int n, IReadOnlyList<UnitSpan> spans, Func<UnitSpan, int[]> pathOf)
    {
        if (spans.Count == 0) return [];
        var size = n * chain.Width;
        var sums = ArrayPool<double>.Shared.Rent(2 * size);
        try
        {
            var forward = sums.AsSpan(0, size);
            var backward = sums.AsSpan(size, size);
            var logSum = chain.Forward(emissions, forward);
            chain.Backward(emissions, backward);
            var result = new double[spans.Count];
            for (var i = 0; i < result.Length; i++)
            {
                var path = pathOf(spans[i]);
                result[i] = Math.Min(1, Math.Exp(Through(spans[i], path, emissions, forward) + After(spans[i].End, path, emissions, n, backward) - logSum));
            }
            return result;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
        }
    }

    /// <summary>Log-sum over all that may stand before a span, and the span itself.</summary>
    private double Through(UnitSpan span, int[] path, ReadOnlySpan<float> emissions, ReadOnlySpan<double> forward)
    {
        var sum = forward[(span.Start * chain.Width) + path[span.Start]];
        for (var t = span.Start + 1; t < span.End; t++) sum += chain.Move(path[t - 1], path[t]) + emissions[(t * tags.Count) + path[t]];
        return sum;
    }

    /// <summary>Log-sum over all that may stand behind a span and does not make it longer.</summary>
    private double After(int end, int[] path, ReadOnlySpan<float> emissions, int n, ReadOnlySpan<double> backward)
    {
        var last = path[end - 1];
        if (end == n) return chain.End(last);
        var most = double.NegativeInfinity;
        double sum = 0;
        for (var k = 0; k < tags.Count; k++)
        {
            var term = goesOn[(last * tags.Count) + k] ? double.NegativeInfinity : chain.Move(last, k) + emissions[(end * tags.Count) + k] + backward[(end * chain.Width) + k];
            if (double.IsNegativeInfinity(term)) continue;
            // The running sum is kept relative to its largest term.
            if (term > most) (sum, most) = ((sum * Math.Exp(most - term)) + 1, term);
            else sum += Math.Exp(term - most);
        }
        return most + Math.Log(sum);
    }
}
