using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core;

namespace FineGrain.Models.HuggingFace;

/// <summary>Typed reading of a foreign config.json; every error names the file and the key.</summary>
/// <param name="Path">The file.</param>
/// <param name="Json">Its content.</param>
internal sealed record ConfigKeys(string Path, JsonObject Json)
{
    /// <summary>Opens config.json of a folder.</summary>
    /// <exception cref="InputException">Missing, or no JSON object.</exception>
    public static ConfigKeys Open(string folder)
    {
        var path = System.IO.Path.Combine(folder, CheckpointFiles.Config);
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject json ? new(path, json) : throw new InputException(path, "must hold a JSON object.");
        }
        catch (JsonException e)
        {
            throw new InputException(path, $"is no valid JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {e.Message} A checkpoint is a folder with {CheckpointFiles.Config} and {CheckpointFiles.Weights}.", e);
        }
    }

    /// <summary>A whole number of at least <paramref name="least"/>; absent or null gives the default, no default makes the key required.</summary>
    public int Whole(string key, int? absent = null, int least = 1)
    {
        if (Json[key] is not { } node) return absent ?? throw Lacks(key);
        return node is JsonValue value && value.TryGetValue<int>(out var number) && number >= least
            ? number
            : throw new InputException(Path, $"'{key}' is {node.ToJsonString()}; it must be a whole number of at least {least}.");
    }

    /// <summary>A number; absent or null gives the default.</summary>
    public double Number(string key, double absent)
    {
        if (Json[key] is not { } node) return absent;
        return node is JsonValue value && value.TryGetValue<double>(out var number) ? number : throw new InputException(Path, $"'{key}' is {node.ToJsonString()}; it must be a number.");
    }

    /// <summary>A text; absent or null gives the default.</summary>
    public string Text(string key, string absent)
    {
        if (Json[key] is not { } node) return absent;
        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new InputException(Path, $"'{key}' is {node.ToJsonString()}; it must be a text.");
    }

    /// <summary>An activation under our name.</summary>
    public string Activation(string key, string absent) => Text(key, absent) switch
    {
        "gelu" or "gelu_python" => "gelu",
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => "gelu-tanh",
        "silu" or "swish" => "silu",
        "relu" => "relu",
        "tanh" => "tanh",
        "sigmoid" => "sigmoid",
        var unknown => throw new InputException(Path, $"'{key}' is '{unknown}', an activation that FineGrain does not have. " +
            "Known: gelu, gelu_python, gelu_new, gelu_pytorch_tanh, gelu_fast, silu, swish, relu, tanh, sigmoid."),
    };

    /// <summary>Refuses a value that would change the network in a way that is not built here.</summary>
    public void Refuse(string key, bool refused, string allowed)
    {
        if (refused) throw new InputException(Path, $"'{key}' is {Json[key]?.ToJsonString()}; only {allowed} is supported. Choose another checkpoint.");
    }

    private InputException Lacks(string key) => new(Path, $"lacks '{key}'. The checkpoint is incomplete or of another architecture; fetch it again or choose another.");
}
