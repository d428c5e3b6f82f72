using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Activations;
using FineGrain.Models.Emission;
using FineGrain.Models.Encoders;
using FineGrain.Models.Layers;
using FineGrain.Models.Pooling;
using FineGrain.Models.Seeding;
using FineGrain.Models.Vectors;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = FineGrain.Models.Layers.Dropout;
using Linear = FineGrain.Models.Layers.Linear;

namespace FineGrain.Models.Families;

/// <summary>TextCNN: convolutions of several window sizes, max over time, classifier. Source: Kim 2014, section 2.</summary>
public sealed class CnnModel : TextModel
{
    [ComponentName(Name = "embeddings")] private readonly TokenEmbeddings embeddings;
    [ComponentName(Name = "convolutions")] private readonly ModuleList<WideConvolution> convolutions;
    [ComponentName(Name = "classifier")] private readonly Linear classifier;
    private readonly Dropout dropout;
    private readonly CnnRecipe recipe;
    private readonly ModelShape shape;

    internal CnnModel(CnnRecipe recipe, ModelShape shape, Initializer initial, DropoutStream random) : base(nameof(CnnModel), shape.Outputs, shape.Target, shape.Spans, random)
    {
        (this.recipe, this.shape) = (recipe, shape);
        if (recipe.Windows.Count == 0 || recipe.Windows.Any(w => w < 1))
            throw new InputException("model.windows", $"[{string.Join(", ", recipe.Windows)}]: there must be at least one window size, each 1 or more.");
        var activation = Activation.Named(recipe.Activation);
        embeddings = new(shape, recipe.Width, recipe.TokenDropout, recipe.EmbeddingDropout, initial, random);
        convolutions = new([.. recipe.Windows.Select(window => new WideConvolution(recipe.Width, window, recipe.Filters, activation, initial))]);
        dropout = new(recipe.HeadDropout, random);
        classifier = new(initial.Glorot(shape.Outputs, recipe.Filters * recipe.Windows.Count));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override bool UsesTokenTypes => recipe.Reach > 0;

    /// <inheritdoc/>
    public override bool UsesNgrams => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> EmbeddingNames { get; } = [TokenTable.Parameter];

    /// <inheritdoc/>
    public override int TopLayer => 2;

    /// <inheritdoc/>
    public override int LayerOf(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        return parameterName.StartsWith("embeddings.", StringComparison.Ordinal) ? 0 : parameterName.StartsWith("convolutions.", StringComparison.Ordinal) ? 1 : TopLayer;
    }

    private protected override IReadOnlyList<Tensor> Forward(ModelInput input, Mix? mix)
    {
        using var scope = NewDisposeScope();
        var vectors = embeddings.forward(input); // (B, T, W)
        if (recipe.Reach > 0 && input.TokenTypeIds is { } aspect) vectors = vectors * Proximity.Weights(aspect, recipe.Reach).unsqueeze(-1);
        var channels = vectors.transpose(1, 2); // (B, W, T)
        var mask = input.AttentionMask.to(ScalarType.Float32).unsqueeze(1); // (B, 1, T)
        var features = cat([.. convolutions.Select(convolution => convolution.forward(channels, mask))], 1); // (B, windows · F)
        Trace?.SetPooled(features);
        if (mix is not null) features = mix.Apply(features);
        return [classifier.forward(dropout.forward(features)).MoveToOuterDisposeScope()]; // (B, C)
    }

    internal override OnnxValue EmitLogits(GraphEmitter emitter)
    {
        var vectors = embeddings.Emit(emitter);
        if (recipe.Reach > 0) vectors = emitter.Graph.Mul(vectors, emitter.Graph.Unsqueeze(Proximity.Weights(emitter, recipe.Reach), -1));
        var channels = emitter.Graph.Transpose(vectors, 0, 2, 1);
        return classifier.Emit(emitter, emitter.Graph.Concat(1, [.. convolutions.Select(convolution => convolution.Emit(emitter, channels))]));
    }

    internal override JsonObject Describe() => shape.Describe(recipe.Family, JsonSerializer.SerializeToNode(recipe, ModelJson.Default.CnnRecipe));
}
