using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Batching;

/// <summary>The batches of a dev or test split: every row once, sorted by length, with targets, nothing random. <see cref="Batch.Indices"/> leads back to the order of the examples.</summary>
public static class EvaluationBatches
{
    /// <summary>The batches of <paramref name="examples"/>; texts are encoded now, batches built when they are asked for.</summary>
    /// <param name="examples">The split.</param>
    /// <param name="encoder">The encoder of the model.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="recipe">Its target kind and batch size count.</param>
    public static EpochBatches Of(IReadOnlyList<Example> examples, ExampleEncoder encoder, LabelSet labels, Recipe recipe)
    {
        var targets = new Targets(recipe.Target, labels);
        var collator = new Collator(encoder.PaddingId);
        EncodedExample[] encoded = [.. examples.Select(e => encoder.Encode(e) with { Offsets = [] })];
        var plan = BatchPlan.Sorted([.. encoded.Select(e => e.Ids.Length)], recipe.Training.BatchSize, recipe.Training.BatchTokens);
        return new EpochBatches(plan.Length, index => collator.Collate([.. plan[index].Select(i => encoded[i])], plan[index]) with
        {
            Targets = targets.Of([.. plan[index].Select(i => examples[i])]),
        });
    }
}
