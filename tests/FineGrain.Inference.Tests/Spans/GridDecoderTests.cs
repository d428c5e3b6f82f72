using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Inference.Spans;

namespace FineGrain.Inference.Tests.Spans;

public sealed class GridDecoderTests
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, 3)]
    public void Accepted_are_those_that_no_surer_accepted_one_forbids(bool flat, int? widest)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            const int n = 6;
            var scores = Numbers(seed, n * n * 3);
            // From the definition: every cell with a label, and whether each is taken, asked backwards.
            var cells = (from i in Enumerable.Range(0, n)
                         from j in Enumerable.Range(i, n - i)
                         where j - i < (widest ?? n)
                         let z = scores[(((i * n) + j) * 3)..((((i * n) + j) * 3) + 3)]
                         where z[0] < Math.Max(z[1], z[2])
                         let label = z[1] >= z[2] ? 1 : 2
                         select (Span: new UnitSpan(i, j + 1, label - 1), Score: Math.Exp(z[label]) / z.Sum(v => Math.Exp(v)))).ToArray();
            bool Shares(UnitSpan a, UnitSpan b) => Enumerable.Range(a.Start, a.End - a.Start).Intersect(Enumerable.Range(b.Start, b.End - b.Start)).Any();
            bool Inside(UnitSpan a, UnitSpan b) => a.Start >= b.Start && a.End <= b.End;
            bool Taken((UnitSpan Span, double Score) cell) => cells.All(other => other.Score <= cell.Score || !Shares(other.Span, cell.Span)
                || (!flat && (Inside(other.Span, cell.Span) || Inside(cell.Span, other.Span))) || !Taken(other));

            var decoded = new GridDecoder(2, flat, widest).Decode(scores, n);

            Assert.Equal(cells.Where(Taken).Select(c => c.Span).OrderBy(s => s.Start).ThenByDescending(s => s.End), decoded.Select(d => d.Span));
            foreach (var (span, score) in decoded) Assert.Equal(cells.Single(c => c.Span == span).Score, score, 1e-9);
        }
    }

    [Fact]
    public void Spans_may_lie_inside_each_other_but_not_cross()
    {
        // "the bank of [the [river Po]]": (3, 6) and (4, 6) nest; (2, 5) would cross them and is less sure.
        var scores = Table(6, (3, 6, 0, 4), (4, 6, 1, 3), (2, 5, 0, 2));
        Assert.Equal([new(3, 6, 0), new(4, 6, 1)], new GridDecoder(2).Decode(scores, 6).Select(d => d.Span));
        Assert.Equal([new(3, 6, 0)], new GridDecoder(2, flat: true).Decode(scores, 6).Select(d => d.Span));
        Assert.Equal([new(4, 6, 1)], new GridDecoder(2, widest: 2).Decode(scores, 6).Select(d => d.Span));
    }

    [Fact]
    public void A_span_that_loses_frees_those_that_it_would_have_forbidden()
    {
        // (0, 3) beats (2, 5), which would have beaten (4, 6).
        Assert.Equal([new(0, 3, 0), new(4, 6, 0)], new GridDecoder(2).Decode(Table(6, (0, 3, 0, 5), (2, 5, 0, 4), (4, 6, 0, 3)), 6).Select(d => d.Span));
    }

    [Fact]
    public void Cells_with_the_end_before_the_start_are_not_read()
    {
        var scores = Table(3, (0, 1, 1, 2));
        scores[(2 * 3 * 3) + 1] = float.NaN; // (2, 0)
        var (span, score) = Assert.Single(new GridDecoder(2).Decode(scores, 3));
        Assert.Equal(new UnitSpan(0, 1, 1), span);
        Assert.Equal(Math.Exp(2) / (Math.Exp(2) + 1 + Math.Exp(-9)), score, 1e-7);
    }

    [Fact]
    public void A_span_that_is_not_accepted_has_a_probability_too()
    {
        var scores = Table(3, (0, 2, 0, 4), (1, 3, 1, 2));
        Assert.Equal([new(0, 2, 0)], new GridDecoder(2).Decode(scores, 3).Select(d => d.Span));
        Assert.Equal(Math.Exp(2) / (Math.Exp(2) + 1 + Math.Exp(-9)), Assert.Single(new GridDecoder(2).Probabilities(scores, 3, [new(1, 3, 1)])), 1e-7);
    }

    [Fact]
    public void No_units_no_spans_and_equal_logits_are_none()
    {
        Assert.Empty(new GridDecoder(2).Decode([], 0));
        Assert.Empty(new GridDecoder(2).Decode(new float[3], 1));
    }

    [Fact]
    public void Equal_scores_are_taken_in_the_order_of_cells() =>
        Assert.Equal([new(0, 2, 0)], new GridDecoder(1, flat: true).Decode([0, -9, 0, 2, 0, -9, 0, 2], 2).Select(d => d.Span));

    [Fact]
    public void No_number_is_an_error_and_another_size_a_bug_of_the_caller()
    {
        Assert.Contains("the network answers NaN", Assert.Throws<InputException>(() => new GridDecoder(1).Decode([0, float.NaN], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GridDecoder(1).Decode([0, 0, 0], 1));
        Assert.Throws<ArgumentException>(() => new GridDecoder(1).Decode([0, 0], 2));
    }

    /// <summary>Logits 0 for none and −9 for the two labels, but for the given spans.</summary>
    private static float[] Table(int units, params (int Start, int End, int Label, float Logit)[] spans)
    {
        var scores = new float[units * units * 3];
        for (var i = 0; i < scores.Length; i++) scores[i] = i % 3 == 0 ? 0 : -9;
        foreach (var (start, end, label, logit) in spans)
        {
            scores[(((start * units) + end - 1) * 3) + 1 + label] = logit;
            scores[(((start * units) + end - 1) * 3) + 2 - label] = -9;
        }
        return scores;
    }

    private static float[] Numbers(int seed, int count) => [.. Enumerable.Range(0, count).Select(i => 2 * (float)Math.Sin((i + (37 * seed)) * 12.9898))];
}
