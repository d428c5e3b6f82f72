using FineGrain.Analysis.Explaining;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Explaining;

/// <summary>
/// Asks the deployed network for the explained output on variants of a text. An asked aspect keeps its place among the words that are left, and its own words are never erased:
/// without them there would be nothing to ask about.
/// </summary>
internal sealed class Variants(Predictor predictor, Example example, IReadOnlyList<(int Start, int End)> words, ExplainedOutput output, CancellationToken stop)
{
    private readonly Span? aspect = predictor.Manifest.Encoding.Aspects is null ? null : example.Asked;

    /// <summary>The scorer; see <see cref="VariantScorer"/>.</summary>
    public IReadOnlyList<double> Score(IReadOnlyList<bool[]> variants)
    {
        bool[][] gone = [.. variants.Select(erased => erased.Select((e, w) => e && !IsOfAspect(words[w])).ToArray())];
        return [.. predictor.Predict(gone.Select((erased, v) => Variant(erased, $"{v}")), stop).Select((prediction, v) => Value(prediction, gone[v]))];
    }

    private bool IsOfAspect((int Start, int End) word) => aspect is not null && word.Start < aspect.End && word.End > aspect.Start;

    private Example Variant(bool[] erased, string id) => new()
    {
        Id = id, Text = Erasing.Without(example.Text, words, erased), Pair = example.Pair,
        Aspects = aspect is null ? [] : [aspect with { Start = aspect.Start - Gone(erased, aspect.Start), End = aspect.End - Gone(erased, aspect.Start) }],
    };

    private double Value(Prediction prediction, bool[] erased) =>
        output.Span is { } span ? OfSpan(prediction, span, erased)
        : output.Triplet is { } triplet ? OfTriplet(prediction, triplet, erased)
        : output.Label is { } label ? prediction.Probabilities[label]
        : prediction.Number ?? double.NaN;

    /// <summary>The score of what is left of the span, if it is still predicted with its label; else 0.</summary>
    private double OfSpan(Prediction prediction, ScoredSpan span, bool[] erased) =>
        Left(span.Start, span.End, erased) is var (start, end) ? prediction.Spans?.FirstOrDefault(s => s.Start == start && s.End == end && s.Label == span.Label)?.Score ?? 0 : 0;

    /// <summary>1 where what is left of aspect and opinion is still predicted with its polarity, else 0: triplets have no score.</summary>
    private double OfTriplet(Prediction prediction, Triplet triplet, bool[] erased)
    {
        var opinion = Left(triplet.Opinion.Start, triplet.Opinion.End, erased);
        var judged = triplet.HasAspect ? Left(triplet.Aspect.Start, triplet.Aspect.End, erased) : (0, 0);
        return opinion is not null && judged is not null && prediction.Triplets?.Any(t => t.Polarity == triplet.Polarity && (t.Opinion.Start, t.Opinion.End) == opinion && (t.Aspect.Start, t.Aspect.End) == judged) == true ? 1 : 0;
    }

    /// <summary>Where what is left of a stretch stands in the variant; null where nothing is left.</summary>
    private (int Start, int End)? Left(int from, int to, bool[] erased)
    {
        int[] left = [.. Enumerable.Range(0, words.Count).Where(w => !erased[w] && words[w].Start < to && words[w].End > from)];
        if (left.Length == 0) return null;
        var (start, end) = (Math.Max(words[left[0]].Start, from), Math.Min(words[left[^1]].End, to));
        return (start - Gone(erased, start), end - Gone(erased, end));
    }

    /// <summary>Erased UTF-16 units before a place.</summary>
    private int Gone(bool[] erased, int before) => Enumerable.Range(0, words.Count).Where(w => erased[w] && words[w].End <= before).Sum(w => words[w].End - words[w].Start);
}
