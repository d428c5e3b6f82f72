using FineGrain.Training;

namespace FineGrain.Cli.Terminals;

/// <summary>Shows a run to whoever watches it.</summary>
internal interface IRunDisplay
{
    /// <summary>A line that stays.</summary>
    void Say(string line);

    /// <summary>Consumes the steps of one seed, handing each to <paramref name="each"/> before it is shown.</summary>
    void Watch(string title, IEnumerable<StepReport> steps, Action<StepReport> each);
}
