using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Augmenting;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Batching;

/// <summary>
/// The batches of every epoch of a run: sampling, augmentation, length buckets, mixup and targets. Everything is a pure function of (seed, epoch), so
/// training can start again at any batch. Texts are encoded once, and again only for rows that augmentation changes. Safe for several threads.
/// </summary>
public sealed class TrainingBatches
{
    private readonly IReadOnlyList<Example> examples;
    private readonly ExampleEncoder encoder;
    private readonly Recipe recipe;
    private readonly LabelSet labels;
    private readonly Targets targets;
    private readonly Collator collator;
    private readonly Augmenter augmenter;
    private readonly EncodedExample[] encoded;
    private readonly string? layer;

    /// <summary>Encodes the training examples.</summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="encoder">The encoder of the model.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="spans">How spans become targets; null for other targets.</param>
    public TrainingBatches(IReadOnlyList<Example> examples, ExampleEncoder encoder, LabelSet labels, Recipe recipe, SpanManifest? spans = null)
    {
        this.examples = examples;
        this.encoder = encoder;
        this.labels = labels;
        this.recipe = recipe;
        layer = spans?.Layer;
        targets = new Targets(recipe.Target, labels, spans);
        collator = Collator.For(encoder);
        augmenter = new Augmenter(recipe.Data.Augment, examples);
        // Offsets are not read in training; without them the cache is a third smaller.
        encoded = [.. examples.Select(e => encoder.Encode(e) with { Offsets = [] })];
    }

    /// <summary>The batches of an epoch (from 0), planned by the lengths of the unchanged texts; each is built when it is asked for.</summary>
    public EpochBatches Epoch(int seed, int epoch)
    {
        var rows = RowSampling.Rows(examples, recipe.Data, seed, epoch, layer);
        var plan = BatchPlan.Shuffled([.. rows.Select(r => encoded[r].Ids.Length)], recipe.Training.BatchSize, recipe.Training.BatchTokens, seed, epoch);
        return new EpochBatches(plan.Length, index => Build(plan[index], rows, seed, epoch));
    }

    /// <summary>Log-count ratios of the training texts for a model with n-grams, float[buckets × labels], counted as <see cref="LabelBalance"/> says; see <see cref="NaiveBayesTable"/>.</summary>
    /// <param name="buckets">Number of buckets, bucket 0 included.</param>
    /// <param name="labelled">How many examples, the first ones, have gold to count; null is all.</param>
    public float[] NaiveBayes(int buckets, int? labelled = null)
    {
        Example[] counted = [.. examples.Take(labelled ?? examples.Count)];
        var balance = LabelBalance.Of(counted, recipe);
        return NaiveBayesTable.Compute(counted.Select((e, i) => (encoded[i].NgramIds, targets.Columns(e), e.Weight * balance[i])), buckets, labels.Count);
    }

    /// <param name="members">Positions in <paramref name="rows"/>.</param>
    /// <param name="rows">Positions in the examples.</param>
    /// <param name="seed">Training seed.</param>
    /// <param name="epoch">Epoch.</param>
    private Batch Build(int[] members, int[] rows, int seed, int epoch)
    {
        int[] indices = [.. members.Select(m => rows[m])];
        var gold = indices.Select(i => examples[i]).ToArray();
        // Keyed by the place in the epoch, so that each repetition of an over-sampled row changes differently.
        EncodedExample[] inputs = [.. members.Select(m => Encode(rows[m], m, seed, epoch))];
        var batch = collator.Collate(inputs, indices);
        var weights = gold.All(e => e.Weight == 1) ? [] : gold.Select(e => (float)e.Weight).ToArray();
        if (recipe.Data.Augment.Mixup <= 0) return batch with { Targets = targets.Of(gold, inputs, batch.Units), Weights = weights };

        var random = new SeededRandom(seed, epoch, members[0], 'm');
        int[] partners = [.. Enumerable.Range(0, gold.Length)];
        random.Shuffle<int>(partners);
        float[] shares = [.. partners.Select(_ => (float)random.Beta(recipe.Data.Augment.Mixup, recipe.Data.Augment.Mixup))];
        return batch with
        {
            Targets = targets.Mixed(gold, partners, shares),
            Weights = weights.Length == 0 ? [] : [.. weights.Select((w, i) => (shares[i] * w) + ((1 - shares[i]) * weights[partners[i]]))],
            MixWith = partners,
            MixShare = shares,
        };
    }

    private EncodedExample Encode(int row, int place, int seed, int epoch)
    {
        if (!augmenter.IsOn) return encoded[row];
        var random = new SeededRandom(seed, epoch, place, 'a');
        if (!random.Happens(recipe.Data.Augment.Rows)) return encoded[row];
        var example = examples[row];
        return encoder.Encode(augmenter.Change(example.Text, random), example.Pair is null ? null : augmenter.Change(example.Pair, random));
    }
}
