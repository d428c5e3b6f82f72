using FineGrain.Core;
using FineGrain.Models;
using FineGrain.Models.Pretraining;
using FineGrain.Training.Vectors;
using static TorchSharp.torch;

namespace FineGrain.Training.Pretraining;

/// <summary>
/// −ln of the probability of each hidden token, the mean of a batch. The sum below the softmax is that over the whole vocabulary, or is estimated without bias from the true token
/// and some random others, each divided by how often it is expected to be drawn (importance sampling, Bengio and Senécal 2008).
/// </summary>
public sealed class MaskedTokenObjective : IObjective, IDisposable
{
    private const float Never = -1e9f;
    private readonly TokenLearner model;
    private readonly TokenDraws? draws;
    private readonly Tensor? expected; // ln of how often each token is drawn for a batch, [V]
    private readonly int negatives, seed;

    /// <summary>The objective of a run.</summary>
    /// <param name="model">Encoder and predictor.</param>
    /// <param name="counts">How often each token occurs.</param>
    /// <param name="negatives">Random tokens of a batch; 0 takes the whole vocabulary.</param>
    /// <param name="seed">Seed of the draws.</param>
    public MaskedTokenObjective(TokenLearner model, long[] counts, int negatives, int seed)
    {
        ArgumentNullException.ThrowIfNull(counts);
        (this.model, this.negatives, this.seed) = (model, negatives, seed);
        if (negatives == 0) return;
        draws = new(counts, subsample: 0);
        expected = tensor([.. draws.Shares.Select(share => (float)Math.Log(Math.Max(1e-12, negatives * share)))]).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Loss(Batch batch, long forward)
    {
        using var scope = NewDisposeScope();
        model.Encoder.DropoutCounter = forward;
        var (places, hidden) = Hidden(batch);
        var (states, tokens) = (model.Expected(ModelInput.From(batch), tensor(places)), tensor(hidden)); // (M, W), (M)
        if (draws is null) return nn.functional.cross_entropy(model.Predictor.Scores(states), tokens).MoveToOuterDisposeScope();
        var drawn = Draw(forward);
        var others = tensor(drawn); // (K)
        var right = model.Predictor.ScoresOf(states, tokens); // (M)
        var wrong = model.Predictor.ScoresAmong(states, others, expected!.index_select(0, others)); // (M, K)
        if (Same(hidden, drawn) is { Length: > 0 } same) wrong.view(-1).index_fill_(0, tensor(same), Never); // the true token among the drawn ones is no other
        return (logaddexp(right, wrong.logsumexp(1)) - right).mean().MoveToOuterDisposeScope();
    }

    /// <summary>exp of the mean −ln probability of the hidden tokens of some batches, over the whole vocabulary. The model is in evaluation mode and gradients are off.</summary>
    public static double Perplexity(TokenLearner model, IEnumerable<Batch> batches)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        var (sum, count) = (0.0, 0L);
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            var (places, hidden) = Hidden(batch);
            var scores = model.Predictor.Scores(model.Expected(ModelInput.From(batch), tensor(places)));
            sum += nn.functional.cross_entropy(scores, tensor(hidden), reduction: nn.Reduction.Sum).item<float>();
            count += hidden.Length;
        }
        return count == 0 ? double.NaN : Math.Exp(sum / count);
    }

    /// <summary>The task of pretraining; fill in evaluation, checkpoint and identity by <c>with</c>.</summary>
    public static TrainingTask Task(TokenLearner model, MaskedTokenObjective objective, IBatchSource batches)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        model.Table.SparseGradient = objective.draws is not null; // the whole softmax moves every row
        return new()
        {
            Model = model,
            Objective = objective,
            Batches = batches,
            Metric = new("perplexity", LowerIsBetter: true),
            LayerOf = model.LayerOf,
            EmbeddingNames = [.. model.Encoder.EmbeddingNames.Select(name => TokenLearner.EncoderPart + name)],
        };
    }

    /// <summary>Where the tokens to predict stand in the flattened batch, and which they are.</summary>
    private static (long[] Places, long[] Tokens) Hidden(Batch batch)
    {
        long[] places = [.. Enumerable.Range(0, batch.Targets.Length).Where(i => batch.Targets[i] >= 0).Select(i => (long)i)];
        return (places, [.. places.Select(i => (long)batch.Targets[i])]);
    }

    /// <summary>Cells of the flattened table [M · K] in which the drawn token is the true one.</summary>
    private static long[] Same(long[] hidden, long[] drawn)
    {
        var columns = drawn.Index().ToLookup(d => d.Item, d => d.Index);
        return [.. hidden.Index().SelectMany(h => columns[h.Item].Select(column => ((long)h.Index * drawn.Length) + column))];
    }

    /// <summary>Frees its table; the model stays.</summary>
    public void Dispose() => expected?.Dispose();

    private long[] Draw(long forward)
    {
        var random = new RandomWords(seed, forward);
        var result = new long[negatives];
        for (var i = 0; i < result.Length; i++) result[i] = draws!.Negative(ref random);
        return result;
    }
}
