using FineGrain.Core;

namespace FineGrain.Training.Bench;

/// <summary>One contestant: does a training step and says how long it took.</summary>
internal interface IStep : IDisposable
{
    string Name { get; }

    /// <summary>Milliseconds of forward, backward and optimiser on the batch.</summary>
    double Run(Batch batch);
}
