using FineGrain.Core;

namespace FineGrain.Data.Batching;

/// <summary>The batches of a split that is scored: every row once, sorted by length, nothing random. <see cref="Batch.Indices"/> leads back to the order of the examples.</summary>
public static class EvaluationBatches
{
    /// <summary>No gradients are kept, so a batch may be larger than in training.</summary>
    private const int BatchSize = 256, BatchTokens = 8192;

    /// <summary>The batches of <paramref name="examples"/>; texts are encoded now, batches built when they are asked for.</summary>
    /// <param name="examples">The split.</param>
    /// <param name="encoder">The encoder of the model.</param>
    /// <param name="targets">Makes targets of the gold annotation; null leaves them out.</param>
    public static EpochBatches Of(IReadOnlyList<Example> examples, ExampleEncoder encoder, Targets? targets = null) =>
        Of(examples, [.. examples.Select(e => encoder.Encode(e) with { Offsets = [] })], encoder, targets);

    /// <summary>The batches of examples that are encoded already.</summary>
    /// <param name="examples">The split.</param>
    /// <param name="encoded">The same examples as <paramref name="encoder"/> encodes them, in their order.</param>
    /// <param name="encoder">The encoder of the model.</param>
    /// <param name="targets">Makes targets of the gold annotation; null leaves them out.</param>
    public static EpochBatches Of(IReadOnlyList<Example> examples, IReadOnlyList<EncodedExample> encoded, ExampleEncoder encoder, Targets? targets = null)
    {
        var collator = Collator.For(encoder);
        var plan = BatchPlan.Sorted([.. encoded.Select(e => e.Ids.Length)], BatchSize, BatchTokens);
        return new EpochBatches(plan.Length, index =>
        {
            var batch = collator.Collate([.. plan[index].Select(i => encoded[i])], plan[index]);
            return targets is null ? batch : batch with { Targets = targets.Of([.. plan[index].Select(i => examples[i])], [.. plan[index].Select(i => encoded[i])], batch.Units) };
        });
    }
}
