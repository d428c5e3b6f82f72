using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Safetensors;
using static TorchSharp.torch;

namespace FineGrain.Models.Pretraining;

/// <summary>First values of the layers between token table and head: those of a pretrained encoder, or of a model that was trained on another task.</summary>
public sealed class EncoderStart
{
    /// <summary>Folder of the encoder in that of its pretraining.</summary>
    public const string FolderName = "encoder";

    private static readonly string[] heads = ["pooling.", "pooler.", "classifier.", "spans.", "units."];
    private readonly string folder;
    private readonly JsonObject config;

    private EncoderStart(string folder, JsonObject config) => (this.folder, this.config) = (folder, config);

    /// <summary>Opens the encoder of a pretraining, or that of a model folder.</summary>
    /// <param name="folder">Folder of the pretraining, or of the model.</param>
    /// <exception cref="InputException">It holds none, or a damaged one.</exception>
    public static EncoderStart Open(string folder)
    {
        var inner = Path.Combine(folder, FolderName);
        if (Directory.Exists(inner)) return new(inner, ModelFiles.ReadConfig(inner));
        return File.Exists(Path.Combine(folder, ModelFiles.WeightsName))
            ? new(folder, ModelFiles.ReadConfig(folder))
            : throw new InputException("model.encoder", $"'{folder}' holds vectors and no encoder. Name it as 'model.vectors', or pretrain with 'objective: masked-tokens'.");
    }

    /// <summary>
    /// Copies every layer above the token table into a network of the same shape. Where one of the two reads more beside its tokens (characters, features), the columns of the
    /// first layer that read tokens are copied and the others stay as they were drawn: what they read is not copied either. Head and pooling stay, too.
    /// </summary>
    /// <exception cref="InputException">The network has another shape.</exception>
    internal void Apply(TextModel model, ModelRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var stored = SafetensorsFile.Read(Path.Combine(folder, ModelFiles.WeightsName));
        var table = model.EmbeddingNames[0];
        var width = model.TokenRows.shape[1];
        foreach (var (name, parameter) in model.named_parameters().Where(p => p.name != table && !heads.Any(h => p.name.StartsWith(h, StringComparison.Ordinal))))
        {
            if (!stored.TryGetValue(name, out var values)) throw Differs(recipe, $"it has no '{name}'");
            if (IsFirst(name) && values.shape[0] == parameter.shape[0] && values.shape[1] >= width) parameter.narrow(1, 0, width).copy_(values.narrow(1, 0, width));
            else if (values.shape.SequenceEqual(parameter.shape)) parameter.copy_(values);
            else if (IsPositions(name, values, parameter)) parameter.copy_(values.narrow(0, 0, parameter.shape[0]));
            else throw Differs(recipe, $"its '{name}' is {Shape(values)}, the recipe's network has {Shape(parameter)}");
        }
    }

    /// <summary>What the first recurrent layer multiplies its input by: [token, characters, features], in this order.</summary>
    private static bool IsFirst(string name) => name.StartsWith("layers.0.", StringComparison.Ordinal) && name.Contains("weight_ih", StringComparison.Ordinal);

    /// <summary>Texts may be shorter than those that were learned from.</summary>
    private static bool IsPositions(string name, Tensor values, Tensor parameter) =>
        name.EndsWith("position_embeddings.weight", StringComparison.Ordinal) && values.shape[1] == parameter.shape[1] && values.shape[0] > parameter.shape[0];

    private InputException Differs(ModelRecipe recipe, string how)
    {
        var network = (config["network"] as JsonObject ?? config).Where(p => p.Value is JsonValue).Select(p => $"{p.Key} {p.Value}");
        return new("model.encoder", $"the encoder of '{recipe.Encoder}' has another shape: {how}. It is of family {config["family"]}: {string.Join(", ", network)}. Write the model section so, or pretrain with '--set model.…'.");
    }

    private static string Shape(Tensor values) => $"[{string.Join(", ", values.shape)}]";
}
