using System.Diagnostics;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Compressing;

/// <summary>What a model folder costs on this machine.</summary>
/// <param name="Bytes">All files of the folder.</param>
/// <param name="P50">Median time of one text, text to label, in milliseconds.</param>
/// <param name="P95">The time that 95 % of single texts stay below.</param>
/// <param name="PerSecond">Texts a second when many are at hand.</param>
internal sealed record Speed(long Bytes, double P50, double P95, double PerSecond)
{
    private const int Rounds = 5;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    /// <summary>Measures several models in turns on the same texts, so that whatever else the machine does hits all alike; of the rounds the median counts.</summary>
    /// <param name="models">Model folders.</param>
    /// <param name="texts">Texts of the kind that will be asked.</param>
    /// <param name="threads">Threads of the network; 0 takes the physical cores.</param>
    /// <param name="stop">Ctrl-C.</param>
    public static Speed[] Of(IReadOnlyList<string> models, IReadOnlyList<Example> texts, int threads, CancellationToken stop)
    {
        var predictors = models.Select(m => Predictor.Open(m, new() { Threads = threads, Verification = Verification.None })).ToArray();
        try
        {
            var single = models.Select(_ => new List<double>()).ToArray();
            var many = models.Select(_ => new List<double>()).ToArray();
            for (var round = -1; round < Rounds; round++) // the first one warms up
            {
                for (var m = 0; m < models.Count; m++)
                {
                    stop.ThrowIfCancellationRequested();
                    var (times, rate) = Round(predictors[m], texts, round);
                    if (round < 0) continue;
                    single[m].AddRange(times);
                    many[m].Add(rate);
                }
            }
            return [.. models.Select((path, m) => new Speed(Size(path), Quantile(single[m], 0.5), Quantile(single[m], 0.95), Quantile(many[m], 0.5)))];
        }
        finally
        {
            foreach (var predictor in predictors) predictor.Dispose();
        }
    }

    /// <summary>Bytes of all files in a folder.</summary>
    public static long Size(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);

    private static (List<double> Milliseconds, double PerSecond) Round(Predictor predictor, IReadOnlyList<Example> texts, int round)
    {
        var times = new List<double>();
        var all = Stopwatch.StartNew();
        for (var i = 0; i < 60 && all.Elapsed < Enough / 2; i++)
        {
            var text = texts[(i + (60 * Math.Max(0, round))) % texts.Count];
            var clock = Stopwatch.StartNew();
            predictor.Predict(text.Text, text.Pair);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        all.Restart();
        var done = 0;
        while (all.Elapsed < Enough / 4)
            foreach (var _ in predictor.Predict(texts.Take(512))) done++;
        return (times, done / all.Elapsed.TotalSeconds);
    }

    private static double Quantile(List<double> values, double q)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)Math.Ceiling(q * values.Count) - 1)];
    }
}
