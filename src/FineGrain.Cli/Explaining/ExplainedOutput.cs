using FineGrain.Core;

namespace FineGrain.Cli.Explaining;

/// <summary>One thing that a model said about a text and that is to be explained.</summary>
/// <param name="Name">The label, or the span as <c>LABEL[start, end)</c>, of a triplet aspect and opinion; for a number, "number".</param>
/// <param name="Probability">Its probability; for a number, the number; for a triplet, which has none, 1.</param>
/// <param name="Label">Its label; null for a number.</param>
/// <param name="Span">The predicted span; null for other tasks.</param>
/// <param name="Triplet">The predicted aspect and opinion; null for other tasks.</param>
internal sealed record ExplainedOutput(string Name, double Probability, string? Label, ScoredSpan? Span, Triplet? Triplet = null)
{
    /// <summary>What to explain of a prediction: the asked label, else the most probable one; every span; the number.</summary>
    public static IReadOnlyList<ExplainedOutput> Of(Prediction prediction, string target, string? asked) => target switch
    {
        "spans" => [.. (prediction.Spans ?? []).Where(s => asked is null || s.Label == asked).Select(s => new ExplainedOutput($"{s.Label}[{s.Start}, {s.End})", s.Score, s.Label, s))],
        "triplets" => [.. (prediction.Triplets ?? []).Where(t => asked is null || t.Polarity == asked)
            .Select(t => new ExplainedOutput($"{t.Polarity}[{t.Aspect.Start}, {t.Aspect.End})+[{t.Opinion.Start}, {t.Opinion.End})", 1, t.Polarity, null, t))],
        "number" => [new("number", prediction.Number ?? double.NaN, null, null)],
        _ when prediction.Probabilities.Count == 0 => [],
        _ => [OfLabel(prediction, asked ?? prediction.Probabilities.MaxBy(p => p.Value).Key)],
    };

    /// <summary>The words that it stands on, quoted; empty where it is about the whole text.</summary>
    public string Quoted(string text) =>
        Span is { } span ? $"  “{span.Slice(text).ReplaceLineEndings(" ")}”"
        : Triplet is { } t ? $"  “{t.Aspect.Slice(text).ReplaceLineEndings(" ")}” · “{t.Opinion.Slice(text).ReplaceLineEndings(" ")}”" : "";

    private static ExplainedOutput OfLabel(Prediction prediction, string label) => prediction.Probabilities.TryGetValue(label, out var probability)
        ? new(label, probability, label, null)
        : throw new InputException("--label", $"'{label}' is no label of this model. {Nearest.Hint(label, [.. prediction.Probabilities.Keys])}");
}
