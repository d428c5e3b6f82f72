using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Core;

namespace FineGrain.Analysis;

/// <summary>What an evaluation found.</summary>
public sealed record EvaluationResult
{
    /// <summary>The question.</summary>
    public required EvaluationOptions Options { get; init; }

    /// <summary>Number of predictions.</summary>
    public required int Support { get; init; }

    /// <summary>Every metric with its interval: overall first, then each label's (<c>f1:LABEL</c>, <c>precision:LABEL</c>, <c>recall:LABEL</c>).</summary>
    public required IReadOnlyList<Score> Scores { get; init; }

    /// <summary>Label names in column order; empty for a number.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Gold against predicted; null unless the target is one label.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Reliability; null unless the target is one label and the predictions have probabilities.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>The same answers before calibration; null where nothing was calibrated or it is not known.</summary>
    public UncalibratedScores? Uncalibrated { get; init; }

    /// <summary>Error kinds, parts and other tools' numbers; null unless the target is spans, and where no intervals are wanted.</summary>
    public SpanAnalysis? Spans { get; init; }

    /// <summary>The examples with the highest loss, worst first.</summary>
    public IReadOnlyList<JudgedPrediction> Hardest { get; init; } = [];

    /// <summary>Wrong answers by falling confidence; empty without probabilities.</summary>
    public IReadOnlyList<JudgedPrediction> ConfidentMistakes { get; init; } = [];

    /// <summary>The headline metric by length of the text, shortest first.</summary>
    public IReadOnlyList<LengthSlice> Lengths { get; init; } = [];

    /// <summary>The score that the target is known by: accuracy, micro-f1, mae, span-f1 or triplet-f1.</summary>
    public Score Headline => this[MetricNames.Headline(Options.Target)];

    /// <summary>This with what the answers were before calibration, on the same examples; null leaves it as it is.</summary>
    public EvaluationResult WithUncalibrated(IReadOnlyList<Core.Prediction>? raw)
    {
        if (raw is null) return this;
        var before = Evaluation.Of(raw, Labels.Count == 0 ? null : new(Labels), Options with { Hardest = 0 });
        if (before.Calibration is not { } calibration) return this;
        Score ece = before["ece"] with { Metric = "ece-uncalibrated" }, loss = before["log-loss"] with { Metric = "log-loss-uncalibrated" };
        return this with { Uncalibrated = new(ece, loss, calibration), Scores = [.. Scores, ece, loss] };
    }

    /// <summary>The score named <paramref name="metric"/>.</summary>
    /// <exception cref="InputException">It was not measured here; the message lists what was.</exception>
    public Score this[string metric] => Scores.FirstOrDefault(s => s.Metric == metric)
        ?? throw new InputException($"metric '{metric}'", $"is not measured for target '{Options.Target}'. {Nearest.Hint(metric, [.. Scores.Select(s => s.Metric)])}");
}

/// <summary>A prediction with the verdict on it.</summary>
/// <param name="Prediction">The prediction.</param>
/// <param name="Loss">One label: −ln of the gold label's probability; many labels: mean binary cross-entropy; a number: absolute error; spans: missed ones, plus the scores of wrong ones.</param>
/// <param name="Correct">Whether it is right; null for a number.</param>
/// <param name="Confidence">Probability of the predicted label; for spans the highest score of a wrong one; null where unknown.</param>
public sealed record JudgedPrediction(Prediction Prediction, double Loss, bool? Correct, double? Confidence);

/// <summary>The examples of a range of lengths.</summary>
/// <param name="Shortest">Shortest text, in UTF-16 units, the pair included.</param>
/// <param name="Longest">Longest text.</param>
/// <param name="Score">The headline metric on them.</param>
public sealed record LengthSlice(int Shortest, int Longest, Score Score);

/// <summary>How far to believe the probabilities before calibration.</summary>
/// <param name="Error">ECE with its interval.</param>
/// <param name="LogLoss">Log-loss with its interval.</param>
/// <param name="Calibration">The reliability diagram.</param>
public sealed record UncalibratedScores(Score Error, Score LogLoss, Calibration Calibration);
