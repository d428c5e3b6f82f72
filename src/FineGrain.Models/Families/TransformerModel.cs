using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Models.Emission;
using FineGrain.Models.Encoders;
using FineGrain.Models.Layers;
using FineGrain.Models.Pooling;
using FineGrain.Models.Pretraining;
using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;
using FineGrain.Models.Vectors;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Families;

/// <summary>Transformer encoder, pooling and classifier: our own from scratch, and the BERT family.</summary>
public sealed class TransformerModel : TextModel, ITokenEncoder
{
    [ComponentName(Name = "embeddings")] private readonly TransformerEmbeddings embeddings;
    [ComponentName(Name = "encoder")] private readonly TransformerEncoder encoder;
    [ComponentName(Name = "pooling")] private readonly Pool? pooling;
    [ComponentName(Name = "pooler")] private readonly Pooler? pooler;
    [ComponentName(Name = "classifier")] private readonly Linear? classifier;
    [ComponentName(Name = "spans")] private readonly SpanHead? spans;
    private readonly Dropout dropout;

    /// <summary>A network of the given shape.</summary>
    /// <param name="config">The encoder.</param>
    /// <param name="outputs">Logit columns.</param>
    /// <param name="target">label, labels, number or spans.</param>
    /// <param name="spanShape">How spans are told; null for other targets.</param>
    /// <param name="initial">Draws first weights.</param>
    /// <param name="random">Draws dropout.</param>
    public TransformerModel(TransformerConfig config, int outputs, string target, SpanShape? spanShape, Initializer initial, DropoutStream random) : base(nameof(TransformerModel), outputs, target, spanShape, random)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(initial);
        Config = config;
        embeddings = new(config, initial, random);
        encoder = new(config, initial, random);
        dropout = new(config.HeadDropout, random);
        if (spanShape is not null) spans = new(spanShape, config.Width, config.HeadDropout, initial, random);
        else
        {
            pooling = Pool.Named(config.Pooling, config.Width, initial);
            pooler = config.PoolerActivation.Length == 0 ? null : new(config, initial);
            classifier = new(initial.Normal(config.InitialDeviation, outputs, config.Width));
        }
        RegisterComponents();
    }

    /// <summary>The encoder's shape.</summary>
    public TransformerConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SpanHead> SpanHeads => spans is null ? [] : [spans];

    /// <inheritdoc/>
    public override bool UsesTokenTypes => Config.TokenTypes > 1 || pooling is { UsesTokenTypes: true };

    /// <inheritdoc/>
    public override bool UsesNgrams => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> EmbeddingNames { get; } = [TokenTable.Parameter];

    /// <inheritdoc/>
    public override IReadOnlyList<string> NgramTableNames => spans?.TableName is { } table ? [$"spans.{table}"] : [];

    /// <inheritdoc/>
    public override int TopLayer => (Config.SharedLayers ? 1 : Config.Layers) + 1;

    /// <inheritdoc/>
    public override int LayerOf(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        if (parameterName.StartsWith("embeddings.", StringComparison.Ordinal)) return 0;
        const string layer = "encoder.layer.";
        if (!parameterName.StartsWith(layer, StringComparison.Ordinal)) return TopLayer;
        var number = parameterName.AsSpan(layer.Length);
        return int.Parse(number[..number.IndexOf('.')], null) + 1;
    }

    /// <inheritdoc/>
    public int StateWidth => Config.Width;

    /// <inheritdoc/>
    public bool HidesTokens => false;

    /// <inheritdoc/>
    public Tensor ContextStates(ModelInput input) => States(input);

    /// <summary>Contextual states of the tokens.</summary>
    /// <param name="input">The batch.</param>
    /// <returns>Float32 [B, T, H]; rows of padding hold no meaning.</returns>
    public Tensor States(ModelInput input) => States(input, firstOnly: false);

    private protected override IReadOnlyList<Tensor> Forward(ModelInput input, Mix? mix)
    {
        using var scope = NewDisposeScope();
        var states = States(input, pooling is FirstTokenPool && Trace is null); // (B, T, H), or (B, 1, H)
        if (spans is not null) return [spans.forward(states, input).MoveToOuterDisposeScope()];
        var pooled = pooling!.forward(states, input.AttentionMask, input.TokenTypeIds); // (B, H)
        if (pooler is not null) pooled = pooler.forward(pooled);
        Trace?.SetPooled(pooled);
        if (mix is not null) pooled = mix.Apply(pooled);
        return [classifier!.forward(dropout.forward(pooled)).MoveToOuterDisposeScope()]; // (B, outputs)
    }

    internal override OnnxValue EmitLogits(GraphEmitter emitter)
    {
        var states = encoder.Emit(emitter, embeddings.Emit(emitter), pooling is FirstTokenPool);
        if (spans is not null) return spans.Emit(emitter, states);
        var pooled = pooling!.Emit(emitter, states);
        return classifier!.Emit(emitter, pooler is null ? pooled : pooler.Emit(emitter, pooled));
    }

    private Tensor States(ModelInput input, bool firstOnly)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        return encoder.forward(embeddings.forward(input.InputIds, input.TokenTypeIds), input.AttentionMask, Trace, firstOnly).MoveToOuterDisposeScope();
    }

    internal override JsonObject Describe()
    {
        var config = (JsonObject)JsonSerializer.SerializeToNode(Config, ModelJson.Default.TransformerConfig)!;
        config["family"] = "transformer";
        return config;
    }
}
