using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Encoders;
using FineGrain.Models.Families;
using FineGrain.Models.HuggingFace;
using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;

namespace FineGrain.Models;

/// <summary>Builds networks from recipes and opens saved ones.</summary>
public static class ModelFactory
{
    /// <summary>A new network with first weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="recipe">The model section of the recipe.</param>
    /// <param name="shape">What the tokenizer and the task decide.</param>
    /// <param name="seed">Seed of first weights and dropout.</param>
    /// <returns>A model in training mode, on the CPU, owned by the caller.</returns>
    /// <exception cref="InputException">The recipe's numbers do not fit together.</exception>
    public static TextModel Create(ModelRecipe recipe, ModelShape shape, int seed)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(shape);
        return Build(recipe, shape, new(seed), new(seed));
    }

    /// <summary>Opens a folder written by <see cref="TextModel.Save"/>.</summary>
    /// <param name="folder">A folder with config.json and model.safetensors.</param>
    /// <param name="seed">Seed of dropout, should the model be trained on.</param>
    /// <returns>A model in evaluation mode, on the CPU, owned by the caller.</returns>
    /// <exception cref="InputException">A file is missing or damaged, or the two do not fit together.</exception>
    public static TextModel Load(string folder, int seed = 0)
    {
        if (PretrainedModel.Wrote(folder)) return PretrainedModel.Load(folder, seed);
        var model = Read(ModelFiles.ReadConfig(folder), Path.Combine(folder, "config.json"), Initializer.Zeros, new(seed)); // every value comes from the file
        ModelFiles.ReadWeights(model, folder);
        model.eval();
        return model;
    }

    /// <summary>The network of a config.json with all weights 0, for a caller that fills them.</summary>
    internal static TextModel Empty(JsonObject config, int seed) => Read(config, "config.json", Initializer.Zeros, new(seed));

    private static TextModel Build(ModelRecipe recipe, ModelShape shape, Initializer initial, DropoutStream random)
    {
        var model = Drawn(recipe, shape, initial, random);
        if (recipe.StartsFrom.Length > 0)
            (shape.Vectors.GetValueOrDefault(recipe.StartsFrom) ?? throw new ArgumentException($"the shape has no first rows for '{recipe.StartsFrom}'", nameof(shape))).Apply(model, recipe);
        if (recipe.Encoder.Length > 0)
            (shape.Encoders.GetValueOrDefault(recipe.Encoder) ?? throw new ArgumentException($"the shape has no first layers for '{recipe.Encoder}'", nameof(shape))).Apply(model, recipe);
        return model;
    }

    private static TextModel Drawn(ModelRecipe recipe, ModelShape shape, Initializer initial, DropoutStream random) => recipe switch
    {
        TransformerRecipe transformer => new TransformerModel(TransformerConfig.Of(transformer, shape), shape.Outputs, shape.Target, shape.Spans, initial, random),
        MlpRecipe mlp => new MlpModel(mlp, shape, initial, random),
        CnnRecipe cnn => new CnnModel(cnn, shape, initial, random),
        RnnRecipe rnn => new RnnModel(rnn, shape, initial, random),
        EnsembleRecipe { Members: [] } => throw new InputException("model.members", "is empty; an ensemble needs at least one member."),
        EnsembleRecipe ensemble => new EnsembleModel([.. ensemble.Members.Select(member => Build(member, shape, initial, random))], random),
        PretrainedRecipe pretrained => PretrainedModel.Create(pretrained, shape, initial, random),
        _ => throw new InputException("model.family", $"'{recipe.Family}' is not built here."),
    };

    private static TextModel Read(JsonObject config, string path, Initializer initial, DropoutStream random)
    {
        try
        {
            return Describe(config, (int)config["outputs"]!, (string)config["target"]!, config["spans"]?.Deserialize(ModelJson.Default.SpanShape), initial, random);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InputException(path, $"does not describe a network: {e.Message} Export the model again.", e);
        }
    }

    /// <summary>The network that config.json describes; a missing key surfaces as one of the exceptions that <see cref="Read"/> names.</summary>
    private static TextModel Describe(JsonObject config, int outputs, string target, SpanShape? spans, Initializer initial, DropoutStream random)
    {
        ModelShape Shape() => new()
        {
            VocabularySize = (int)config["vocab_size"]!,
            MaxLength = (int)config["max_position_embeddings"]!,
            PaddingId = (int)config["pad_token_id"]!,
            Outputs = outputs,
            Target = target,
            Spans = spans,
        };
        return (string?)config["family"] switch
        {
            "transformer" => new TransformerModel(config.Deserialize(ModelJson.Default.TransformerConfig)!, outputs, target, spans, initial, random),
            "mlp" => new MlpModel(config["network"].Deserialize(ModelJson.Default.MlpRecipe)!, Shape(), initial, random),
            "cnn" => new CnnModel(config["network"].Deserialize(ModelJson.Default.CnnRecipe)!, Shape(), initial, random),
            "rnn" => new RnnModel(config["network"].Deserialize(ModelJson.Default.RnnRecipe)!, Shape(), initial, random),
            "pretrained" => PretrainedModel.Empty(config, "config.json", random),
            "ensemble" => new EnsembleModel([.. config["members"]!.AsArray().Select(member => Describe(member!.AsObject(), outputs, target, spans, initial, random))], random),
            var family => throw new InvalidOperationException($"its family is '{family}'; known are transformer, mlp, cnn, rnn and ensemble."),
        };
    }
}
