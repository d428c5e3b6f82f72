namespace FineGrain.Cli.Tests;

/// <summary>
/// Tests that compare weights to the last bit: they run while no other test trains, because torch's number of threads is one for the whole process and sums depend on it.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
