using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Safetensors;
using static TorchSharp.torch;

namespace FineGrain.Models.Pretraining;

/// <summary>First values of the layers between token table and head: those of a pretrained encoder.</summary>
public sealed class EncoderStart
{
    /// <summary>Folder of the encoder in that of its pretraining.</summary>
    public const string FolderName = "encoder";

    private static readonly string[] heads = ["pooling.", "pooler.", "classifier.", "spans.", "units."];
    private readonly string folder;
    private readonly JsonObject config;

    private EncoderStart(string folder, JsonObject config) => (this.folder, this.config) = (folder, config);

    /// <summary>Opens the encoder of a pretraining.</summary>
    /// <param name="folder">Folder of the pretraining.</param>
    /// <exception cref="InputException">It holds none, or a damaged one.</exception>
    public static EncoderStart Open(string folder)
    {
        var inner = Path.Combine(folder, FolderName);
        return Directory.Exists(inner)
            ? new(inner, ModelFiles.ReadConfig(inner))
            : throw new InputException("model.encoder", $"'{folder}' holds vectors and no encoder. Name it as 'model.vectors', or pretrain with 'objective: masked-tokens'.");
    }

    /// <summary>
    /// Copies every layer above the token table into a network of the same shape. Where the network reads more beside its tokens (characters, features), the columns of the
    /// first layer that read tokens are copied and the others stay as they were drawn; head and pooling stay, too.
    /// </summary>
    /// <exception cref="InputException">The network has another shape.</exception>
    internal void Apply(TextModel model, ModelRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var stored = SafetensorsFile.Read(Path.Combine(folder, "model.safetensors"));
        var table = model.EmbeddingNames[0];
        foreach (var (name, parameter) in model.named_parameters().Where(p => p.name != table && !heads.Any(h => p.name.StartsWith(h, StringComparison.Ordinal))))
        {
            if (!stored.TryGetValue(name, out var values)) throw Differs(recipe, $"it has no '{name}'");
            if (values.shape.SequenceEqual(parameter.shape)) parameter.copy_(values);
            else if (ReadsMore(name, values, parameter)) parameter.narrow(1, 0, values.shape[1]).copy_(values);
            else if (IsPositions(name, values, parameter)) parameter.copy_(values.narrow(0, 0, parameter.shape[0]));
            else throw Differs(recipe, $"its '{name}' is {Shape(values)}, the recipe's network has {Shape(parameter)}");
        }
    }

    /// <summary>The first recurrent layer reads [token, characters, features], in this order.</summary>
    private static bool ReadsMore(string name, Tensor values, Tensor parameter) =>
        name.StartsWith("layers.0.", StringComparison.Ordinal) && name.Contains("weight_ih", StringComparison.Ordinal) && values.shape[0] == parameter.shape[0] && values.shape[1] < parameter.shape[1];

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
