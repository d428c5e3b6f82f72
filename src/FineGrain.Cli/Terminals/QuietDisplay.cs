using FineGrain.Training;

namespace FineGrain.Cli.Terminals;

/// <summary>Shows nothing of a single run, where many runs make one result.</summary>
internal sealed class QuietDisplay : IRunDisplay
{
    public void Say(string line) { }

    public void Watch(string title, IEnumerable<StepReport> steps, Action<StepReport> each)
    {
        foreach (var step in steps) each(step);
    }
}
