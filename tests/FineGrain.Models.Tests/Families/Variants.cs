using FineGrain.Core.Recipes;
using FineGrain.Models.Families;
using FineGrain.Models.Seeding;

namespace FineGrain.Models.Tests.Families;

/// <summary>One network of every family and option; the conformance suite runs over all.</summary>
internal static class Variants
{
    private static readonly TransformerRecipe transformer = new() { Width = 12, Layers = 2, Heads = 3, Inner = 20, Dropout = 0.1, TokenDropout = 0.1, AttentionDropout = 0.1 };
    private static readonly NgramRecipe ngrams = new() { Words = 2, Buckets = Sample.Buckets };

    private static readonly Dictionary<string, ModelRecipe> recipes = new()
    {
        ["mlp deep"] = new MlpRecipe { Width = 12, Hidden = [6, 4], Activation = "tanh" },
        ["mlp linear"] = new MlpRecipe { Width = 12, Hidden = [], TokenDropout = 0.1 },
        ["mlp wide and deep"] = new MlpRecipe { Width = 12, Hidden = [6], Activation = "sigmoid", Ngrams = ngrams },
        ["mlp wide"] = new MlpRecipe { Width = 0, Ngrams = ngrams },
        ["cnn"] = new CnnRecipe { Width = 12, Filters = 6, Windows = [1, 2, 5], Activation = "tanh", EmbeddingDropout = 0.1, TokenDropout = 0.1 },
        ["rnn lstm attention"] = new RnnRecipe { Width = 12, Hidden = 5, Layers = 2, Cell = "lstm", Pooling = "attention" },
        ["rnn lstm mean"] = new RnnRecipe { Width = 12, Hidden = 5, Cell = "lstm", Pooling = "mean" },
        ["rnn gru max"] = new RnnRecipe { Width = 12, Hidden = 5, Layers = 2, Cell = "gru", Pooling = "max" },
        ["rnn near the aspect"] = new RnnRecipe { Width = 12, Hidden = 5, Cell = "gru", Pooling = "target", Reach = 1.5 },
        ["cnn near the aspect"] = new CnnRecipe { Width = 12, Filters = 6, Windows = [2, 3], Reach = 2 },
        ["transformer of an aspect"] = transformer with { Pooling = "target" },
        ["transformer post learned mean"] = transformer,
        ["transformer post sinusoidal cls"] = transformer with { Positions = "sinusoidal", Pooling = "cls", Activation = "relu" },
        ["transformer pre rotary max"] = transformer with { Norm = "pre", Positions = "rotary", Pooling = "max", Activation = "silu" },
        ["transformer pre rotary cls"] = transformer with { Norm = "pre", Positions = "rotary", Pooling = "cls" },
        ["transformer pre none attention"] = transformer with { Norm = "pre", Positions = "none", Pooling = "attention", Activation = "gelu-tanh" },
        ["ensemble"] = new EnsembleRecipe
        {
            Members = [new MlpRecipe { Width = 6, Hidden = [4], Activation = "tanh", Ngrams = ngrams }, transformer, new CnnRecipe { Width = 6, Filters = 3, Windows = [2], Activation = "silu" }],
        },
    };

    public static TheoryData<string> Names => [.. recipes.Keys, "bert", "albert", "roberta"];

    public static TextModel Create(string name, int seed = 7, string target = "label", int outputs = Sample.Outputs)
    {
        if (recipes.TryGetValue(name, out var recipe)) return ModelFactory.Create(recipe, Sample.Shape(target, outputs), seed);
        var config = Encoders.TransformerConfigs.Bert with { PoolerActivation = "tanh", Pooling = "cls" };
        if (name == "albert") config = config with { SharedLayers = true, EmbeddingWidth = 4 };
        if (name == "roberta") config = config with { PositionOffset = 2, MaxPositions = Sample.MaxLength + 2, TokenTypes = 0 };
        return new TransformerModel(config, outputs, target, null, new Initializer(seed), new DropoutStream(seed));
    }
}
