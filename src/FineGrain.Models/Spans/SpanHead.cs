using FineGrain.Models.Emission;
using FineGrain.Models.Losses;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = FineGrain.Models.Layers.Dropout;
using Linear = FineGrain.Models.Layers.Linear;

namespace FineGrain.Models.Spans;

/// <summary>
/// From states of tokens to scores of tags, one row a unit, or of labels, one cell a stretch of units; and the loss of both. The crf head adds the scores of neighbouring tags, which
/// decoding needs beside the logits. Hashed features are scored by a linear model whose result is added: a feature-rich chain inside the network.
/// </summary>
public sealed class SpanHead : nn.Module
{
    [ComponentName(Name = "classifier")] private readonly Linear? classifier;
    [ComponentName(Name = "crf")] private readonly LinearChainCrf? crf;
    [ComponentName(Name = "biaffine")] private readonly Biaffine? biaffine;
    [ComponentName(Name = "features")] private readonly FeatureTable? features;
    private readonly UnitStates units;
    private readonly Dropout dropout;
    private readonly SpanShape shape;

    internal SpanHead(SpanShape shape, int width, double dropoutRate, Initializer initial, DropoutStream random) : base(nameof(SpanHead))
    {
        this.shape = shape;
        units = new(shape.Alignment == "mean");
        dropout = new(dropoutRate, random);
        if (shape.ScoresStretches) biaffine = new(width, shape.Width, shape.Outputs, dropoutRate, initial, random);
        else classifier = new(initial.Glorot(shape.Outputs, width));
        if (!shape.ScoresStretches && shape.Features > 0) features = FeatureTable.Linear(shape.Buckets, shape.Outputs, shape.FeatureDropout, random);
        if (shape.Head == "crf") crf = new(shape.Tags, initial);
        RegisterComponents();
    }

    /// <summary>The logits.</summary>
    /// <param name="states">States of tokens, float32 [B, T, H].</param>
    /// <param name="input">The batch; must have units.</param>
    /// <returns>Float32 [B, U, K], or [B, U, U, labels + 1] by first and last unit.</returns>
    public Tensor forward(Tensor states, ModelInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var of = units.Of(states, input.Units ?? throw new ArgumentException("a model that marks spans needs units", nameof(input))); // (B, U, H)
        if (biaffine is not null) return biaffine.forward(of).MoveToOuterDisposeScope();
        var logits = classifier!.forward(dropout.forward(of)); // (B, U, K)
        return (features is null ? logits : logits + features.forward(input.Units.FeatureIds ?? throw new ArgumentException("this model reads features", nameof(input)))).MoveToOuterDisposeScope();
    }

    /// <summary>The parameter below this module that a batch touches only in the rows of its features; null without.</summary>
    public string? TableName => features is null ? null : $"features.{FeatureTable.TableName}";

    /// <summary>Scores of neighbouring tags as decoding wants them, float32 [K + 2, K]; null for heads without.</summary>
    public Tensor? Transitions() => crf?.Scores();

    /// <summary>The loss of a batch: for each unit or stretch the given one, or the negative log-likelihood of the tag sequences divided by the number of units.</summary>
    /// <param name="logits">As <see cref="forward"/> gives them.</param>
    /// <param name="target">Tags or labels as in <see cref="Core.Batch.Targets"/>.</param>
    /// <param name="input">The batch.</param>
    /// <param name="loss">The loss of one unit or stretch; of a crf only its class weights are read, see <see cref="LinearChainCrf.NegativeLogLikelihood"/>.</param>
    /// <returns>Float32 scalar.</returns>
    public Tensor Loss(Tensor logits, LossTarget target, ModelInput input, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(loss);
        using var scope = NewDisposeScope();
        var (rows, columns) = (logits.shape[0], logits.shape[^1]);
        if (crf is null)
        {
            var each = target.Values.numel() / rows;
            var weights = target.Weights?.unsqueeze(1).expand(rows, each).reshape(-1);
            return loss.Of(logits.reshape(-1, columns), new(target.Values.reshape(-1), weights)).MoveToOuterDisposeScope();
        }
        var mask = input.Units!.Mask; // (B, U)
        var tags = target.Values.view(rows, -1).to(ScalarType.Int64); // (B, U)
        var losses = crf.NegativeLogLikelihood(logits, tags, mask, loss.ClassWeights); // (B)
        var lengths = mask.sum(1).to(ScalarType.Float32);
        var (sum, total) = target.Weights is { } factors ? ((losses * factors).sum(), (lengths * factors).sum()) : (losses.sum(), lengths.sum());
        return (sum / total.clamp_min(1e-12)).MoveToOuterDisposeScope();
    }

    /// <summary>The logits in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue states)
    {
        var of = units.Emit(emitter, states);
        if (biaffine is not null) return biaffine.Emit(emitter, of);
        var logits = classifier!.Emit(emitter, of);
        return features is null ? logits : emitter.Graph.Add(logits, features.Emit(emitter));
    }

    /// <summary>The scores of neighbouring tags in ONNX, [K + 2, K]; null for heads without.</summary>
    internal OnnxValue? EmitTransitions(GraphEmitter emitter) => crf?.Emit(emitter);

    /// <summary>One answer of several members: the mean of scores that a crf normalizes over sequences, else of log-probabilities.</summary>
    internal Tensor Comparable(Tensor logits) => crf is null ? logits.log_softmax(-1) : logits;

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue EmitComparable(GraphEmitter emitter, OnnxValue logits) => crf is null ? emitter.Graph.LogSoftmax(logits) : logits;
}
