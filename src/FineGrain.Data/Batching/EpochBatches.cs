using System.Collections;
using FineGrain.Core;

namespace FineGrain.Data.Batching;

/// <summary>A list of batches of which each is built when it is asked for and not kept; safe for several threads.</summary>
public sealed class EpochBatches : IReadOnlyList<Batch>
{
    private readonly Func<int, Batch> build;

    internal EpochBatches(int count, Func<int, Batch> build)
    {
        Count = count;
        this.build = build;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Builds batch <paramref name="index"/>; the same index gives an equal batch each time.</summary>
    public Batch this[int index] => (uint)index < (uint)Count ? build(index) : throw new ArgumentOutOfRangeException(nameof(index), index, $"the epoch has {Count} batches");

    /// <summary>The batches from <paramref name="skip"/> on, lazily.</summary>
    public IEnumerable<Batch> From(int skip)
    {
        for (var i = skip; i < Count; i++) yield return build(i);
    }

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator() => From(0).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
