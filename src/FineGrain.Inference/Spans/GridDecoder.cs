using FineGrain.Core;
using FineGrain.Core.Spans;

namespace FineGrain.Inference.Spans;

/// <summary>
/// Turns a table of scores over first and last unit into spans: each cell takes its best label, and cells are accepted from the surest down unless they cross one
/// that is accepted already (Yu, Bohnet and Poesio 2020, section 3). Safe for several threads.
/// </summary>
/// <param name="labels">Number of span labels C.</param>
/// <param name="flat">Whether spans may not lie inside each other either.</param>
/// <param name="widest">Most units of a span, or null for no limit.</param>
public sealed class GridDecoder(int labels, bool flat = false, int? widest = null)
{
    /// <summary>The spans of a text, ordered by start, the wider first.</summary>
    /// <param name="scores">Row-major [n, n, C + 1]: logits of none and of each label by first and last unit.</param>
    /// <param name="n">Number of units.</param>
    /// <returns>Each span with the softmax probability of its label.</returns>
    /// <exception cref="InputException">A logit is not a finite number: the network was broken in training.</exception>
    /// <exception cref="ArgumentException">The number of scores is not n² (C + 1).</exception>
    public IReadOnlyList<(UnitSpan Span, double Score)> Decode(ReadOnlySpan<float> scores, int n)
    {
        if (scores.Length != n * n * (labels + 1)) throw new ArgumentException($"{scores.Length} scores for {n} units and {labels} labels; a table has {n * n * (labels + 1)}", nameof(scores));
        var found = new List<(UnitSpan Span, double Score)>();
        for (var first = 0; first < n; first++)
        {
            var end = widest is { } most ? Math.Min(n, first + most) : n;
            for (var last = first; last < end; last++)
            {
                var cell = scores.Slice(((first * n) + last) * (labels + 1), labels + 1);
                var best = Best(cell);
                if (best > 0) found.Add((new(first, last + 1, best - 1), Probability(cell, best)));
            }
        }
        // Stable, and of equal scores the first cell: the order never depends on the machine.
        var accepted = new List<(UnitSpan Span, double Score)>();
        foreach (var candidate in found.OrderByDescending(f => f.Score))
            if (!accepted.Exists(a => Nesting.Forbids((a.Span.Start, a.Span.End), (candidate.Span.Start, candidate.Span.End), flat))) accepted.Add(candidate);
        accepted.Sort((a, b) => (a.Span.Start, -a.Span.End).CompareTo((b.Span.Start, -b.Span.End)));
        return accepted;
    }

    /// <summary>Softmax probabilities of the labels of any spans, whether or not they are accepted.</summary>
    /// <param name="scores">Row-major [n, n, C + 1].</param>
    /// <param name="n">Number of units.</param>
    /// <param name="spans">The spans.</param>
    public IReadOnlyList<double> Probabilities(ReadOnlySpan<float> scores, int n, IReadOnlyList<UnitSpan> spans)
    {
        var result = new double[spans.Count];
        for (var i = 0; i < result.Length; i++) result[i] = Probability(scores.Slice(((spans[i].Start * n) + spans[i].End - 1) * (labels + 1), labels + 1), spans[i].Label + 1);
        return result;
    }

    /// <summary>The column with the highest logit, the first of equal ones: none before a label.</summary>
    private static int Best(ReadOnlySpan<float> cell)
    {
        FiniteLogits.Check("logits", cell);
        var best = 0;
        for (var c = 1; c < cell.Length; c++)
            if (cell[c] > cell[best]) best = c;
        return best;
    }

    private static double Probability(ReadOnlySpan<float> cell, int column)
    {
        double sum = 0;
        foreach (var logit in cell) sum += Math.Exp((double)logit - cell[column]);
        return 1 / sum;
    }
}
