using FineGrain.Analysis.Comparing;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Compressing;

/// <summary>How the score on dev changes from a model to a smaller one, with the paired test of <c>compare</c>.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Before">Points of the model, of 100.</param>
/// <param name="After">Points of the smaller one.</param>
/// <param name="Low">Least change in points that the data leave open (95 %).</param>
/// <param name="High">Largest such change.</param>
/// <param name="PValue">Chance of such a difference between equals.</param>
/// <param name="Support">Examples.</param>
internal sealed record Judgement(string Metric, double Before, double After, double Low, double High, double PValue, int Support)
{
    /// <summary>Points lost; negative where the smaller one is better.</summary>
    public double Drop => Before - After;

    /// <summary>Answers the dev split with a smaller model.</summary>
    public static Judgement Of(IReadOnlyList<Prediction> before, string model, IReadOnlyList<Example> dev, CancellationToken stop)
    {
        using var predictor = Predictor.Open(model, new() { Spinning = false });
        var manifest = predictor.Manifest;
        var result = Comparison.Of(before, Answers(predictor, dev, stop), predictor.Folder.Labels, new() { Target = manifest.Target, Metric = DevPoints.Metric(predictor.Folder), Task = manifest.Task, Changes = 0 }).Headline;
        return new(result.Metric, 100 * result.A.Value, 100 * result.B.Value, 100 * result.Interval.Low, 100 * result.Interval.High, result.PValue, result.A.Support);
    }

    /// <summary>The answers that a smaller model is compared with.</summary>
    public static IReadOnlyList<Prediction> Answers(string model, IReadOnlyList<Example> dev, CancellationToken stop)
    {
        using var predictor = Predictor.Open(model, new() { Spinning = false });
        return Answers(predictor, dev, stop);
    }

    private static List<Prediction> Answers(Predictor predictor, IReadOnlyList<Example> dev, CancellationToken stop) =>
        [.. predictor.Predict(dev, stop).Select(p => Decoder.Annotated(p, predictor.Manifest.Target))];
}
