using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Batching;

public sealed class TrainingBatchesTests
{
    private static readonly Example[] Rows = [.. Enumerable.Range(0, 100).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', Enumerable.Range(0, 3 + (i % 9)).Select(j => $"w{i * j % 50}")), Labels = [i % 3 == 0 ? "a" : "b"], Weight = i < 50 ? 1 : 0.5 })];
    private static readonly LabelSet Labels = new(["a", "b"]);
    private static readonly ExampleEncoder Encoder = new(TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, Rows.Select(r => r.Text)), new EncodingManifest { MaxLength = 16, Ngrams = new NgramRecipe { Words = 2, Buckets = 4096 } });

    private static TrainingBatches Batches(AugmentRecipe? augment = null, string target = "label", string sampling = "none") =>
        new(Rows, Encoder, Labels, new Recipe { Target = target, Data = new DataRecipe { Augment = augment ?? new(), Sampling = sampling }, Training = new TrainingRecipe { BatchSize = 8 } });

    [Fact]
    public void An_epoch_has_every_row_with_its_target_and_weight()
    {
        var epoch = Batches().Epoch(1, 0);
        Assert.Equal(Enumerable.Range(0, 100), epoch.SelectMany(b => b.Indices).Order());
        Assert.All(epoch, b => Assert.Equal(b.Indices.Select(i => i % 3 == 0 ? 0f : 1f), b.Targets));
        Assert.All(epoch.Where(b => b.Indices.Any(i => i >= 50)), b => Assert.Equal(b.Indices.Select(i => i < 50 ? 1f : 0.5f), b.Weights));
    }

    public static TheoryData<AugmentRecipe> Augmentations => [new AugmentRecipe(), new AugmentRecipe { Delete = 0.2, Swap = 0.1, Replace = 0.1, Characters = 0.05, Mixup = 0.4 }];

    [Theory]
    [MemberData(nameof(Augmentations))]
    public void The_same_seed_and_epoch_give_the_same_batches_from_any_start(AugmentRecipe augment)
    {
        var whole = Batches(augment).Epoch(3, 2).ToArray();
        Assert.Equivalent(whole[5..], Batches(augment).Epoch(3, 2).From(5).ToArray(), strict: true);
        Assert.NotEqual(whole.SelectMany(b => b.InputIds), Batches(augment).Epoch(3, 1).SelectMany(b => b.InputIds));
    }

    [Fact]
    public void Augmentation_changes_about_its_share_of_rows()
    {
        var plain = Batches().Epoch(1, 0).SelectMany(Texts).ToDictionary();
        var changed = Batches(new AugmentRecipe { Rows = 0.5, Swap = 1 }).Epoch(1, 0).SelectMany(Texts).Count(r => plain[r.Key] != r.Value);
        Assert.InRange(changed, 30, 60);

        static IEnumerable<KeyValuePair<int, string>> Texts(Batch batch) =>
            batch.Indices.Select((row, r) => KeyValuePair.Create(row, string.Join(',', batch.InputIds.Skip(r * batch.Length).Take(batch.Length).Where(i => i != 0))));
    }

    [Fact]
    public void Mixup_mixes_targets_with_the_share_of_each_row()
    {
        foreach (var batch in Batches(new AugmentRecipe { Mixup = 1 }).Epoch(1, 0))
        {
            Assert.Equal(Enumerable.Range(0, batch.Rows), batch.MixWith.Order());
            for (var r = 0; r < batch.Rows; r++)
            {
                var (own, other) = (batch.Indices[r] % 3 == 0 ? 0 : 1, batch.Indices[batch.MixWith[r]] % 3 == 0 ? 0 : 1);
                Assert.Equal(own == other ? 1f : batch.MixShare[r], batch.Targets[(r * 2) + own], 1e-6f);
                Assert.Equal(1, batch.Targets[r * 2] + batch.Targets[(r * 2) + 1], 1e-6f);
            }
        }
    }

    [Fact]
    public void Many_labels_become_flags_and_over_sampling_repeats_rows()
    {
        var epoch = Batches(target: "labels", sampling: "over").Epoch(1, 0);
        Assert.Equal(132, epoch.Sum(b => b.Rows));
        Assert.Equal(66, epoch.Sum(b => b.Targets.Where((_, i) => i % 2 == 0).Sum()));
    }

    [Fact]
    public void Evaluation_batches_hold_every_row_once_and_never_change()
    {
        Example[] many = [.. Enumerable.Range(0, 600).Select(i => Rows[i % 100] with { Id = $"{i}" })]; // more than fit one batch
        var batches = EvaluationBatches.Of(many, Encoder, new Targets("label", Labels));
        Assert.True(batches.Count > 1);
        Assert.Equal(Enumerable.Range(0, 600), batches.SelectMany(b => b.Indices).Order());
        Assert.All(batches, b => Assert.Equal(b.Indices.Select(i => i % 100 % 3 == 0 ? 0f : 1f), b.Targets));
        Assert.All(batches, b => Assert.Empty(b.MixWith));
        Assert.Equal(Encoder.Encode(Rows[batches[0].Indices[0]]).Ids.Select(i => (long)i), batches[0].InputIds.Take(batches[0].Length).Where(i => i != 0));
    }

    [Fact]
    public void Naive_bayes_rows_of_the_cache_equal_those_of_the_examples() =>
        Assert.Equal(NaiveBayesTable.Compute(Rows, Encoder, Labels, 4096), Batches().NaiveBayes(4096));

    [Fact]
    public void Naive_bayes_counts_labels_as_sampling_will_show_them() =>
        Assert.Equal(NaiveBayesTable.Compute([.. Rows.Select(r => r.Label == "b" ? r with { Weight = r.Weight * (34.0 / 66) } : r)], Encoder, Labels, 4096), Batches(sampling: "under").NaiveBayes(4096));
}
