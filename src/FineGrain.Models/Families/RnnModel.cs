using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core.Recipes;
using FineGrain.Models.Emission;
using FineGrain.Models.Encoders;
using FineGrain.Models.Layers;
using FineGrain.Models.Pooling;
using FineGrain.Models.Pretraining;
using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;
using FineGrain.Models.Vectors;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = FineGrain.Models.Layers.Dropout;
using Linear = FineGrain.Models.Layers.Linear;

namespace FineGrain.Models.Families;

/// <summary>Bidirectional LSTM or GRU layers, pooling, classifier. Source of the whole: Zhou et al. 2016 (attention-based bidirectional LSTM).</summary>
public sealed class RnnModel : TextModel, ITokenEncoder
{
    [ComponentName(Name = "embeddings")] private readonly TokenEmbeddings embeddings;
    [ComponentName(Name = "layers")] private readonly ModuleList<RecurrentLayer> layers;
    [ComponentName(Name = "pooling")] private readonly Pool? pooling;
    [ComponentName(Name = "classifier")] private readonly Linear? classifier;
    [ComponentName(Name = "spans")] private readonly SpanHead? spans;
    [ComponentName(Name = "units")] private readonly UnitVectors? units;
    [ComponentName(Name = "between")] private readonly ModuleList<Dropout> between;
    private readonly Dropout dropout;
    private readonly RnnRecipe recipe;
    private readonly ModelShape shape;

    internal RnnModel(RnnRecipe recipe, ModelShape shape, Initializer initial, DropoutStream random) : base(nameof(RnnModel), shape.Outputs, shape.Target, shape.Spans, random)
    {
        (this.recipe, this.shape) = (recipe, shape);
        embeddings = new(shape, recipe.Width, recipe.TokenDropout, recipe.EmbeddingDropout, initial, random);
        units = UnitVectors.Of(shape.Spans, recipe.EmbeddingDropout, initial, random);
        layers = new([.. Enumerable.Range(0, recipe.Layers).Select(i => new RecurrentLayer(recipe.Cell, i == 0 ? recipe.Width + (units?.Width ?? 0) : 2 * recipe.Hidden, recipe.Hidden, initial))]);
        between = new([.. Enumerable.Range(1, recipe.Layers - 1).Select(_ => new Dropout(recipe.EmbeddingDropout, random))]);
        dropout = new(recipe.HeadDropout, random);
        if (shape.Spans is not null) spans = new(shape.Spans, 2 * recipe.Hidden, recipe.HeadDropout, initial, random);
        else
        {
            pooling = Pool.Named(recipe.Pooling, 2 * recipe.Hidden, initial);
            classifier = new(initial.Glorot(shape.Outputs, 2 * recipe.Hidden));
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SpanHead> SpanHeads => spans is null ? [] : [spans];

    /// <inheritdoc/>
    public override bool UsesTokenTypes => pooling is { UsesTokenTypes: true } || recipe.Reach > 0;

    /// <inheritdoc/>
    public override bool UsesNgrams => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> EmbeddingNames { get; } = [TokenTable.Parameter];

    /// <inheritdoc/>
    public override IReadOnlyList<string> NgramTableNames => [.. new[] { Below("units", units?.TableName), Below("spans", spans?.TableName) }.OfType<string>()];

    /// <inheritdoc/>
    public override int TopLayer => recipe.Layers + 1;

    /// <inheritdoc/>
    public override int LayerOf(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        if (parameterName.StartsWith("embeddings.", StringComparison.Ordinal) || parameterName.StartsWith("units.", StringComparison.Ordinal)) return 0;
        return parameterName.StartsWith("layers.", StringComparison.Ordinal) ? int.Parse(parameterName.Split('.')[1], null) + 1 : TopLayer;
    }

    /// <inheritdoc/>
    public int StateWidth => 2 * recipe.Hidden;

    /// <inheritdoc/>
    public bool HidesTokens => recipe.Layers == 1;

    /// <inheritdoc/>
    /// <remarks>Of one layer: the forward state of the token before and the backward state of the token after, which have not read the token between them (Melamud et al. 2016); 0 where there is none.</remarks>
    public Tensor ContextStates(ModelInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var states = States(input); // (B, T, 2 · hidden)
        if (!HidesTokens) return states.MoveToOuterDisposeScope();
        var none = zeros(states.shape[0], 1, recipe.Hidden);
        var (forward, backward) = (states.narrow(2, 0, recipe.Hidden), states.narrow(2, recipe.Hidden, recipe.Hidden));
        var last = states.shape[1] - 1;
        return cat([cat([none, forward.narrow(1, 0, last)], 1), cat([backward.narrow(1, 1, last), none], 1)], 2).MoveToOuterDisposeScope();
    }

    /// <summary>States of the top layer, float32 [B, T, 2 · hidden]; 0 at padding.</summary>
    private Tensor States(ModelInput input)
    {
        using var scope = NewDisposeScope();
        var lengths = input.AttentionMask.sum(1).clamp_min(1).cpu(); // (B); a row without a token steps once over zeros
        var states = embeddings.forward(input); // (B, T, W)
        if (units is not null) states = cat([states, units.forward(input.Units ?? throw new ArgumentException("this model needs units", nameof(input)))], -1); // (B, T, W + D)
        for (var i = 0; i < layers.Count; i++)
        {
            if (i > 0) states = between[i - 1].forward(states);
            states = layers[i].forward(states, lengths); // (B, T, 2 · hidden)
            Trace?.AddStates(states);
        }
        return states.MoveToOuterDisposeScope();
    }

    private protected override IReadOnlyList<Tensor> Forward(ModelInput input, Mix? mix)
    {
        using var scope = NewDisposeScope();
        var states = States(input);
        if (spans is not null) return [spans.forward(states, input).MoveToOuterDisposeScope()];
        if (recipe.Reach > 0 && input.TokenTypeIds is { } aspect) states = states * Proximity.Weights(aspect, recipe.Reach).unsqueeze(-1); // (B, T, 2 · hidden)
        var pooled = pooling!.forward(states, input.AttentionMask, input.TokenTypeIds); // (B, 2 · hidden)
        Trace?.SetPooled(pooled);
        if (mix is not null) pooled = mix.Apply(pooled);
        return [classifier!.forward(dropout.forward(pooled)).MoveToOuterDisposeScope()]; // (B, C)
    }

    internal override OnnxValue EmitLogits(GraphEmitter emitter)
    {
        var graph = emitter.Graph;
        var lengths = graph.Cast(graph.Max(graph.ReduceSum(emitter.FloatMask, [1]), graph.Scalar(1f)), OnnxType.Int32);
        var states = embeddings.Emit(emitter);
        if (units is not null) states = graph.Concat(-1, states, units.Emit(emitter));
        foreach (var layer in layers) states = layer.Emit(emitter, states, lengths);
        if (spans is not null) return spans.Emit(emitter, states);
        if (recipe.Reach > 0) states = graph.Mul(states, graph.Unsqueeze(Proximity.Weights(emitter, recipe.Reach), -1));
        return classifier!.Emit(emitter, pooling!.Emit(emitter, states));
    }

    private static string? Below(string module, string? name) => name is null ? null : $"{module}.{name}";

    internal override JsonObject Describe() => shape.Describe(recipe.Family, JsonSerializer.SerializeToNode(recipe, ModelJson.Default.RnnRecipe));
}
