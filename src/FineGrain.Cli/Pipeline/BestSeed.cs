using FineGrain.Training;

namespace FineGrain.Cli.Pipeline;

/// <summary>The seed whose best dev value is best; ties go to the one named first.</summary>
internal static class BestSeed
{
    public static int Of(Preparation prepared, RunFolder folder)
    {
        var (training, target) = (prepared.Recipe.Training, prepared.Recipe.Target);
        var metric = DevMetric.Of(training.Stopping.Metric, target);
        var (best, value) = (training.Seeds[0], metric.Worst);
        foreach (var seed in training.Seeds)
        {
            foreach (var dev in StepLog.Curves(folder.Steps(seed), seed, metric.Name).Where(c => c.Chart.StartsWith("dev ", StringComparison.Ordinal)).SelectMany(c => c.Points))
                if (metric.Improves(dev.Value, value)) (best, value) = (seed, dev.Value);
        }
        return best;
    }
}
