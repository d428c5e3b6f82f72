using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Training;

namespace FineGrain.Cli.Pipeline;

/// <summary>The training batches of one seed, as the loop asks for them.</summary>
/// <param name="epochs">The batches of an epoch, from 0.</param>
internal sealed class EpochSource(Func<int, EpochBatches> epochs) : IBatchSource
{
    private (int Epoch, EpochBatches Batches)? latest;

    public int Count(int epoch) => Of(epoch).Count;

    public IEnumerable<Batch> Epoch(int epoch, int skip) => Of(epoch).From(skip);

    private EpochBatches Of(int epoch)
    {
        if (latest is not { } known || known.Epoch != epoch) latest = known = (epoch, epochs(epoch));
        return known.Batches;
    }
}
