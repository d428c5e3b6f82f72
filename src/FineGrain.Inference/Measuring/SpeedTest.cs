using System.Diagnostics;
using FineGrain.Core;

namespace FineGrain.Inference.Measuring;

/// <summary>Measures predictors against each other on this machine: in every round each takes its turn, so that what else the machine does hits all alike.</summary>
public static class SpeedTest
{
    /// <summary>Measures; from text to answer, tokenizing included.</summary>
    /// <param name="predictors">The contestants.</param>
    /// <param name="examples">What they answer; not empty.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>One result for each predictor, in their order.</returns>
    /// <exception cref="InputException">There are no examples, or a network failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static IReadOnlyList<Speed> Run(IReadOnlyList<Predictor> predictors, IReadOnlyList<Example> examples, SpeedOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predictors);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 1);
        if (examples.Count == 0) throw new InputException("bench", "there is no text to measure with. Name a file with at least one.");
        var rates = predictors.Select(_ => new List<double>()).ToArray();
        var latencies = predictors.Select(_ => new List<double>()).ToArray();
        // Texts that are spread over the file, not the first of it, whose lengths may be of one kind.
        var alone = Enumerable.Range(0, Math.Min(options.Alone, examples.Count)).Select(i => examples[(int)((long)i * examples.Count / Math.Min(options.Alone, examples.Count))]).ToList();
        for (var round = 0; round <= options.Rounds; round++)
        {
            for (var p = 0; p < predictors.Count; p++)
            {
                var rate = examples.Count / Seconds(() => Together(predictors[p], examples, options.Batch, cancellation));
                if (round > 0) rates[p].Add(rate);
            }
            for (var p = 0; p < predictors.Count; p++)
                foreach (var example in alone)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var milliseconds = 1000 * Seconds(() => predictors[p].Predict(example));
                    if (round > 0) latencies[p].Add(milliseconds);
                }
        }
        return [.. rates.Zip(latencies, (r, l) => new Speed(r, [.. l.Order()]))];
    }

    private static void Together(Predictor predictor, IReadOnlyList<Example> examples, int batch, CancellationToken cancellation)
    {
        foreach (var part in examples.Chunk(batch == 0 ? examples.Count : batch))
            foreach (var _ in predictor.Predict(part, cancellation)) { }
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
