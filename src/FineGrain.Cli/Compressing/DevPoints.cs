using FineGrain.Analysis;
using FineGrain.Core;
using FineGrain.Inference;
using FineGrain.Training;

namespace FineGrain.Cli.Compressing;

/// <summary>The score that decides whether a compressed model may replace its source, in points of 100.</summary>
internal static class DevPoints
{
    /// <summary>Name of the metric: the one that stops training of this target.</summary>
    public static string Metric(ModelFolder folder) => DevMetric.Of("auto", folder.Manifest.Target).Name;

    /// <summary>The score of predictions; null where an example has no gold, so that only agreement can be judged.</summary>
    public static Func<IReadOnlyList<Prediction>, double>? Of(ModelFolder folder, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0 || !examples.All(e => HasGold(e, folder.Manifest.Target))) return null;
        if (folder.Manifest.Spans is { } spans && !examples.Any(e => e.SpansOf(spans.Layer).Count > 0)) return null;
        var options = new EvaluationOptions { Task = folder.Manifest.Task, Target = folder.Manifest.Target, Dataset = folder.Manifest.Name, Split = "dev", BootstrapSamples = 0, Hardest = 0 };
        var metric = Metric(folder);
        return predictions => 100 * Evaluation.Of(predictions.Select(p => Decoder.Annotated(p, options.Target)), folder.Labels, options).Scores.First(s => s.Metric == metric).Value;
    }

    private static bool HasGold(Example example, string target) => target switch { "label" => example.Labels.Count > 0, "number" => example.Number is not null, _ => true };
}
