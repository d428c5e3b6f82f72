using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Activations;
using FineGrain.Models.Emission;
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

/// <summary>
/// Deep averaging network (Iyyer et al. 2015, section 3) beside a linear model over hashed n-grams; their logits are added.
/// </summary>
public sealed class MlpModel : TextModel
{
    [ComponentName(Name = "embeddings")] private readonly TokenEmbeddings? embeddings;
    [ComponentName(Name = "hidden")] private readonly ModuleList<Linear>? hidden;
    [ComponentName(Name = "classifier")] private readonly Linear? classifier;
    [ComponentName(Name = "ngrams")] private readonly NgramTable? ngrams;
    [ComponentName(Name = "pooling")] private readonly MeanPool pooling = new();
    private readonly Activation activation;
    [ComponentName(Name = "dropouts")] private readonly ModuleList<Dropout> dropouts;
    private readonly MlpRecipe recipe;
    private readonly ModelShape shape;

    internal MlpModel(MlpRecipe recipe, ModelShape shape, Initializer initial, DropoutStream random) : base(nameof(MlpModel), shape.Outputs, shape.Target, shape.Spans, random)
    {
        (this.recipe, this.shape) = (recipe, shape);
        UsesNgrams = recipe.Ngrams.Words > 0 || recipe.Ngrams.Characters > 0;
        if (recipe.Width == 0 && !UsesNgrams)
            throw new InputException("model.width", "0 leaves the embeddings out, and model.ngrams asks for none: nothing is left to learn from. Set width, ngrams.words or ngrams.characters.");
        activation = Activation.Named(recipe.Activation);
        dropouts = new([.. Enumerable.Range(0, recipe.Hidden.Count + 1).Select(_ => new Dropout(recipe.HeadDropout, random))]);
        if (recipe.Width > 0)
        {
            embeddings = new(shape, recipe.Width, recipe.TokenDropout, 0, initial, random);
            int[] widths = [recipe.Width, .. recipe.Hidden];
            hidden = new([.. recipe.Hidden.Select((width, i) => new Linear(initial.Glorot(width, widths[i])))]);
            classifier = new(initial.Glorot(shape.Outputs, widths[^1]));
        }
        if (UsesNgrams) ngrams = new(recipe.Ngrams.Buckets, shape.Outputs, shape.NgramTable, bias: recipe.Width == 0);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override bool UsesTokenTypes => false;

    /// <inheritdoc/>
    public override bool UsesNgrams { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> EmbeddingNames => embeddings is null ? [] : [TokenTable.Parameter];

    /// <inheritdoc/>
    public override IReadOnlyList<string> NgramTableNames => ngrams is null ? [] : ["ngrams.weight"];

    /// <inheritdoc/>
    public override int TopLayer => 1;

    /// <inheritdoc/>
    public override int LayerOf(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        return parameterName.StartsWith("embeddings.", StringComparison.Ordinal) ? 0 : TopLayer;
    }

    private protected override IReadOnlyList<Tensor> Forward(ModelInput input, Mix? mix)
    {
        using var scope = NewDisposeScope();
        Tensor? logits = null;
        if (embeddings is not null)
        {
            var features = dropouts[0].forward(pooling.forward(embeddings.forward(input), input.AttentionMask)); // (B, W)
            for (var i = 0; i < hidden!.Count; i++) features = dropouts[i + 1].forward(activation.Apply(hidden[i].forward(features))); // (B, hidden_i)
            Trace?.SetPooled(features);
            logits = classifier!.forward(features); // (B, C)
        }
        if (ngrams is not null)
        {
            var wide = ngrams.forward(input.NgramIds ?? throw new ArgumentException("this model needs n-gram ids", nameof(input))); // (B, C)
            logits = logits is null ? wide : logits + wide;
        }
        // The last step is linear, so mixing its results is mixing what goes into it.
        return [(mix is null ? logits! : mix.Apply(logits!)).MoveToOuterDisposeScope()];
    }

    internal override OnnxValue EmitLogits(GraphEmitter emitter)
    {
        OnnxValue? logits = null;
        if (embeddings is not null)
        {
            var features = pooling.Emit(emitter, embeddings.Emit(emitter));
            foreach (var layer in hidden!) features = activation.Emit(emitter, layer.Emit(emitter, features));
            logits = classifier!.Emit(emitter, features);
        }
        if (ngrams is null) return logits!;
        var wide = ngrams.Emit(emitter);
        return logits is null ? wide : emitter.Graph.Add(logits, wide);
    }

    internal override JsonObject Describe() => shape.Describe(recipe.Family, JsonSerializer.SerializeToNode(recipe, ModelJson.Default.MlpRecipe));
}
