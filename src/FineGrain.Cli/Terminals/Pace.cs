using System.Diagnostics;
using System.Globalization;
using FineGrain.Training;

namespace FineGrain.Cli.Terminals;

/// <summary>How fast a run goes and how long it still takes, smoothed over its last steps.</summary>
internal sealed class Pace
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Queue<(double Loss, int Tokens, double Seconds)> recent = [];
    private int first;
    private StepReport? latest;

    /// <summary>Mean loss of the last 50 steps.</summary>
    public double Loss => recent.Average(r => r.Loss);

    /// <summary>Tokens a second of the last 50 steps, evaluation left out.</summary>
    public double TokensPerSecond => recent.Sum(r => r.Tokens) / Math.Max(1e-9, recent.Sum(r => r.Seconds));

    /// <summary>Wall time since the start.</summary>
    public TimeSpan Spent => clock.Elapsed;

    /// <summary>Wall time left at the pace so far, evaluations and checkpoints included.</summary>
    public TimeSpan Left => latest is null ? TimeSpan.Zero : clock.Elapsed * ((double)(latest.TotalSteps - latest.Step) / Math.Max(1, latest.Step - first + 1));

    public void Add(StepReport step)
    {
        if (latest is null) first = step.Step;
        latest = step;
        recent.Enqueue((step.Loss, step.Tokens, step.Seconds));
        if (recent.Count > 50) recent.Dequeue();
    }

    /// <summary>1:05 or 2:03:04.</summary>
    public static string Words(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
