using FineGrain.Analysis.Explaining;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Explaining;

/// <summary>Asks the deployed network for the explained output on variants of a text.</summary>
internal sealed class Variants(Predictor predictor, Example example, IReadOnlyList<(int Start, int End)> words, ExplainedOutput output, CancellationToken stop)
{
    /// <summary>The scorer; see <see cref="VariantScorer"/>.</summary>
    public IReadOnlyList<double> Score(IReadOnlyList<bool[]> variants) =>
        [.. predictor.Predict(variants.Select((erased, v) => new Example { Id = $"{v}", Text = Erasing.Without(example.Text, words, erased), Pair = example.Pair }), stop)
            .Select((prediction, v) => Value(prediction, variants[v]))];

    private double Value(Prediction prediction, bool[] erased) =>
        output.Span is { } span ? OfSpan(prediction, span, erased)
        : output.Label is { } label ? prediction.Probabilities[label]
        : prediction.Number ?? double.NaN;

    /// <summary>The score of what is left of the span, if it is still predicted with its label; else 0.</summary>
    private double OfSpan(Prediction prediction, ScoredSpan span, bool[] erased)
    {
        int[] left = [.. Enumerable.Range(0, words.Count).Where(w => !erased[w] && words[w].Start < span.End && words[w].End > span.Start)];
        if (left.Length == 0) return 0;
        var (start, end) = (Math.Max(words[left[0]].Start, span.Start), Math.Min(words[left[^1]].End, span.End));
        (start, end) = (start - Gone(start), end - Gone(end));
        return prediction.Spans?.FirstOrDefault(s => s.Start == start && s.End == end && s.Label == span.Label)?.Score ?? 0;

        int Gone(int before) => Enumerable.Range(0, words.Count).Where(w => erased[w] && words[w].End <= before).Sum(w => words[w].End - words[w].Start);
    }
}
