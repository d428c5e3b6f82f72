using FineGrain.Core;

namespace FineGrain.Training;

/// <summary>
/// The training batches of each epoch. Determined by the epoch alone (the seed is the source's own): asking twice for the same epoch gives the
/// same batches in the same order, so that a killed run can take up where it was.
/// </summary>
public interface IBatchSource
{
    /// <summary>Number of batches of <paramref name="epoch"/> (0-based); cheap, and equal to what <see cref="Epoch"/> yields with no skip.</summary>
    int Count(int epoch);

    /// <summary>The batches of <paramref name="epoch"/> (0-based) from position <paramref name="skip"/> on.</summary>
    IEnumerable<Batch> Epoch(int epoch, int skip);
}
