using FineGrain.Core;
using FineGrain.Inference;
using FineGrain.Inference.Measuring;

namespace FineGrain.Cli.Compressing;

/// <summary>What a model folder costs on this machine.</summary>
/// <param name="Bytes">All files of the folder.</param>
/// <param name="P50">Median time of one text, text to label, in milliseconds.</param>
/// <param name="P95">The time that 95 % of single texts stay below.</param>
/// <param name="PerSecond">Texts a second when many are at hand.</param>
internal sealed record Cost(long Bytes, double P50, double P95, double PerSecond)
{
    /// <summary>Texts that a measurement answers together; as many alone.</summary>
    private const int Together = 256, Alone = 60;

    /// <summary>Measures several models in turns on the same texts.</summary>
    /// <param name="models">Model folders.</param>
    /// <param name="texts">Texts of the kind that will be asked.</param>
    /// <param name="threads">Threads of the network; 0 takes the physical cores.</param>
    /// <param name="stop">Ctrl-C.</param>
    public static Cost[] Of(IReadOnlyList<string> models, IReadOnlyList<Example> texts, int threads, CancellationToken stop)
    {
        Predictor[] predictors = [.. models.Select(m => Predictor.Open(m, new() { Threads = threads, Verification = Verification.None }))];
        try
        {
            var count = Math.Min(Together, texts.Count);
            Example[] some = [.. Enumerable.Range(0, count).Select(i => texts[(int)((long)i * texts.Count / count)])]; // spread over the split
            var speeds = SpeedTest.Run(predictors, some, new() { Alone = Alone }, stop);
            return [.. models.Zip(speeds, (path, speed) => new Cost(Size(path), speed.Percentile(0.5), speed.Percentile(0.95), speed.SentencesPerSecond))];
        }
        finally
        {
            foreach (var predictor in predictors) predictor.Dispose();
        }
    }

    /// <summary>Bytes of all files in a folder.</summary>
    public static long Size(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
}
