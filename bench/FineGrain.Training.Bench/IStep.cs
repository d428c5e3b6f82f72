using FineGrain.Core;

namespace FineGrain.Training.Bench;

/// <summary>One contestant: does a training step and says what it cost.</summary>
internal interface IStep : IDisposable
{
    string Name { get; }

    /// <summary>Loss of the batch without dropout, to show that all compute the same.</summary>
    double Loss(Batch batch);

    /// <summary>Forward, backward and optimiser on the batch.</summary>
    StepTime Run(Batch batch);
}
