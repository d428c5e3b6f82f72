using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models;
using FineGrain.Models.Pretraining;
using FineGrain.Training.Pretraining;
using TorchSharp;

namespace FineGrain.Training.Tests.Pretraining;

public sealed class MaskedTokenObjectiveTests
{
    private const int Vocabulary = 12;

    [Fact]
    public void The_loss_is_the_mean_surprise_at_the_tokens_with_targets()
    {
        using var scope = torch.NewDisposeScope();
        using var learner = Learner();
        learner.eval();
        using var objective = new MaskedTokenObjective(learner, Counts, negatives: 0, seed: 1);
        var batch = Cycle(rows: 2, length: 5, start: 3);
        batch.Targets[0] = batch.Targets[7] = -100;
        var places = Enumerable.Range(0, 10).Where(i => i is not (0 or 7)).ToArray();
        var scores = learner.Predictor.Scores(learner.Expected(ModelInput.From(batch), torch.tensor([.. places.Select(i => (long)i)]))).data<float>().ToArray();
        var surprise = places.Select((place, row) =>
        {
            var logits = scores[(row * Vocabulary)..((row + 1) * Vocabulary)];
            return Math.Log(logits.Sum(s => Math.Exp(s))) - logits[(int)batch.Targets[place]];
        }).Average();
        Assert.Equal(surprise, objective.Loss(batch, 0).item<float>(), 1e-4);
        Assert.Equal(Math.Exp(surprise), MaskedTokenObjective.Perplexity(learner, [batch]), 1e-3);
    }

    [Fact]
    public void Many_random_tokens_give_the_loss_and_the_gradient_of_the_whole_vocabulary()
    {
        using var scope = torch.NewDisposeScope();
        using var learner = Learner();
        learner.eval(); // no dropout: both passes see the same network
        var batch = Cycle(rows: 3, length: 6, start: 2);
        var (whole, exact) = LossAndSlope(learner, batch, negatives: 0);
        var (sampled, near) = LossAndSlope(learner, batch, negatives: 60_000);
        Assert.Equal(whole, sampled, 0.02);
        Assert.True(Distance(exact, near) < 0.05 * Distance(exact, new float[exact.Length]), $"{Distance(exact, near)}");
    }

    [Fact]
    public void An_encoder_learns_which_token_stands_between_two_others()
    {
        using var scope = torch.NewDisposeScope();
        using var learner = Learner();
        var batches = new Fixed([.. Enumerable.Range(2, Vocabulary - 2).Select(start => Cycle(rows: 4, length: 9, start))]);
        using var objective = new MaskedTokenObjective(learner, Counts, negatives: 30, seed: 1);
        learner.eval();
        var before = MaskedTokenObjective.Perplexity(learner, batches.Epoch(0, 0));
        var task = MaskedTokenObjective.Task(learner, objective, batches);
        using var run = new TrainingRun(task, new() { Epochs = 12, Threads = 1, Optimizer = new() { LearningRate = 0.01, EmbeddingRows = "used" } }, seed: 1);
        foreach (var _ in run.Steps(TestContext.Current.CancellationToken)) { }
        learner.eval();
        var after = MaskedTokenObjective.Perplexity(learner, batches.Epoch(0, 0));
        Assert.True(before > 5, $"{before}");
        Assert.InRange(after, 1, 1.3);
    }

    private static long[] Counts => [.. Enumerable.Range(1, Vocabulary).Select(i => (long)i)];

    private static TokenLearner Learner() => new(ModelFactory.Create(new RnnRecipe { Width = 8, Hidden = 8, EmbeddingDropout = 0 }, new() { VocabularySize = Vocabulary, MaxLength = 16, Outputs = 1, Target = "number" }, seed: 1), seed: 1);

    /// <summary>Rows that count upward from different tokens, round and round over all but the first two.</summary>
    private static Batch Cycle(int rows, int length, int start)
    {
        long[] ids = [.. Enumerable.Range(0, rows * length).Select(i => 2L + ((start + (i / length) + (i % length)) % (Vocabulary - 2)))];
        return new()
        {
            Rows = rows, Length = length, InputIds = ids, AttentionMask = [.. ids.Select(_ => 1L)], TokenTypeIds = new long[ids.Length], Targets = [.. ids.Select(i => (float)i)],
            Indices = [.. Enumerable.Range(0, rows)], Tokens = ids.Length,
        };
    }

    private static (double Loss, float[] Slope) LossAndSlope(TokenLearner learner, Batch batch, int negatives)
    {
        using var objective = new MaskedTokenObjective(learner, Counts, negatives, seed: 1);
        learner.zero_grad();
        using var loss = objective.Loss(batch, 0);
        loss.backward();
        return (loss.item<float>(), [.. learner.named_parameters().Where(p => p.parameter.grad is not null).OrderBy(p => p.name, StringComparer.Ordinal).SelectMany(p => p.parameter.grad!.data<float>().ToArray())]);
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum());

    private sealed class Fixed(Batch[] batches) : IBatchSource
    {
        public int Count(int epoch) => batches.Length;

        public IEnumerable<Batch> Epoch(int epoch, int skip) => batches.Skip(skip);
    }
}
