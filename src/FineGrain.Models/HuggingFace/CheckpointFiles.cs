using System.Text.Json;
using System.Text.RegularExpressions;
using FineGrain.Core;

namespace FineGrain.Models.HuggingFace;

/// <summary>File names of the Hugging Face layout.</summary>
internal static partial class CheckpointFiles
{
    /// <summary>The configuration.</summary>
    public const string Config = "config.json";

    /// <summary>Weights in one file.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>Which weight stands in which of several files.</summary>
    public const string ShardIndex = "model.safetensors.index.json";

    /// <summary>Pickled weights, which are refused: opening one runs whatever program it contains.</summary>
    public const string Bin = "pytorch_model.bin";

    /// <summary>What to do when only pickled weights are there.</summary>
    public const string BinRemedy = $"Pickled weights ({Bin}) are not read, because opening one runs whatever program it contains: convert it " +
        "with Python (safetensors.torch.save_model) or choose a checkpoint or revision (many have @refs/pr/1) with safetensors.";

    /// <summary>The shard files that an index names, each once, in order.</summary>
    /// <exception cref="InputException">The index is not JSON of the expected form or names a file outside its folder.</exception>
    public static IReadOnlyList<string> Shards(string indexPath)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(indexPath));
            var shards = json.RootElement.GetProperty("weight_map").EnumerateObject().Select(w => w.Value.GetString() ?? "")
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            foreach (var shard in shards)
                if (!ShardName().IsMatch(shard)) throw new InputException(indexPath, $"names the shard '{shard}'; a shard is a .safetensors file in the same folder.");
            return shards.Length > 0 ? shards : throw new InputException(indexPath, "names no shard. The checkpoint is incomplete; fetch it again.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException(indexPath, $"is not a shard index: {e.Message} Expected an object with 'weight_map': {{name: file}}.", e);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\.safetensors\z")]
    private static partial Regex ShardName();
}
