using System.Diagnostics;
using System.Globalization;
using FineGrain.Training;

namespace FineGrain.Cli.Terminals;

/// <summary>Lines for logs and pipes: one at every dev evaluation, and one every ten seconds in between.</summary>
internal sealed class PlainDisplay(TextWriter output) : IRunDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    public void Say(string line) => output.WriteLine(line);

    public void Watch(string title, IEnumerable<StepReport> steps, Action<StepReport> each)
    {
        var pace = new Pace();
        var since = Stopwatch.StartNew();
        foreach (var step in steps)
        {
            each(step);
            pace.Add(step);
            if (step.Evaluation is null && since.Elapsed < Pause) continue;
            since.Restart();
            var dev = step.Evaluation is { } e ? string.Create(CultureInfo.InvariantCulture, $"  dev {e.Metric} {e.Value:0.0000}{(e.Improved ? " *" : "")}") : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{title}  step {step.Step}/{step.TotalSteps}  epoch {step.Epoch}  loss {pace.Loss:0.0000}  rate {step.LearningRate:0.00e+0}  {pace.TokensPerSecond:0} tokens/s  {Pace.Words(pace.Left)} left{dev}"));
        }
    }
}
