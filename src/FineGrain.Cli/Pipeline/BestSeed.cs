using FineGrain.Training;

namespace FineGrain.Cli.Pipeline;

/// <summary>The seed whose kept weights have the best dev value; ties go to the one named first.</summary>
internal static class BestSeed
{
    public static int Of(Preparation prepared, RunFolder folder)
    {
        var (training, target) = (prepared.Recipe.Training, prepared.Recipe.Target);
        var metric = DevMetric.Of(training.Stopping.Metric, target);
        var (best, value) = (training.Seeds[0], metric.Worst);
        foreach (var seed in training.Seeds)
            if (StepLog.Kept(folder.Steps(seed), training.Stopping, metric) is { } dev && metric.Improves(dev.Value, value)) (best, value) = (seed, dev.Value);
        return best;
    }
}
