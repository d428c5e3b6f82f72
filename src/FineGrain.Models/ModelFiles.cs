using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Models.Safetensors;
using static TorchSharp.torch;

namespace FineGrain.Models;

/// <summary>A model as two files: <c>config.json</c> (the network) and <c>model.safetensors</c> (its weights).</summary>
internal static class ModelFiles
{
    private const string ConfigName = "config.json";

    /// <summary>The weights.</summary>
    public const string WeightsName = "model.safetensors";

    /// <summary>Value of <c>model_type</c>, by which our folders are told from those of others.</summary>
    public const string ModelType = "finegrain";

    /// <summary>Writes both files.</summary>
    public static void Save(TextModel model, string folder)
    {
        var config = Header(model).ToJsonString(ModelJson.Default.Options) + "\n";
        FileWriting.Atomically(Path.Combine(folder, ConfigName), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(config)));
        SafetensorsFile.Write(Path.Combine(folder, WeightsName), model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
    }

    /// <summary>What all models say, then what this one says.</summary>
    public static JsonObject Header(TextModel model)
    {
        var config = new JsonObject { ["model_type"] = ModelType, ["outputs"] = model.Outputs, ["target"] = model.Target };
        if (model.Spans is not null) config["spans"] = JsonSerializer.SerializeToNode(model.Spans, ModelJson.Default.SpanShape);
        foreach (var (key, value) in model.Describe()) config[key] = value?.DeepClone();
        return config;
    }

    /// <summary>Reads config.json.</summary>
    /// <exception cref="InputException">It is missing, no JSON object, or not ours.</exception>
    public static JsonObject ReadConfig(string folder)
    {
        var path = Path.Combine(folder, ConfigName);
        if (!File.Exists(path)) throw new InputException(path, "is missing. A model folder holds config.json and model.safetensors; export the model again.");
        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is not JsonObject config) throw new InputException(path, "must hold a JSON object.");
            if ((string?)config["model_type"] != ModelType)
                throw new InputException(path, $"model_type is '{config["model_type"]}', not '{ModelType}'. Use 'family: pretrained' for checkpoints of others.");
            return config;
        }
        catch (JsonException e)
        {
            throw new InputException(path, $"is no valid JSON: {e.Message}", e);
        }
    }

    /// <summary>Fills the parameters of <paramref name="model"/> from model.safetensors.</summary>
    /// <exception cref="InputException">A parameter is missing, unknown or of another shape.</exception>
    public static void ReadWeights(TextModel model, string folder)
    {
        var path = Path.Combine(folder, WeightsName);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var stored = SafetensorsFile.Read(path);
        var parameters = model.named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
        foreach (var unknown in stored.Keys.Where(name => !parameters.ContainsKey(name)))
            throw new InputException(path, $"holds '{unknown}', which the network of config.json does not have. The two files belong to different models.");
        foreach (var (name, parameter) in parameters)
        {
            if (!stored.TryGetValue(name, out var values))
                throw new InputException(path, $"lacks '{name}', which the network of config.json has. The two files belong to different models.");
            if (!values.shape.SequenceEqual(parameter.shape))
                throw new InputException(path, $"'{name}' has shape [{string.Join(", ", values.shape)}], config.json asks for [{string.Join(", ", parameter.shape)}]. The two files belong to different models.");
            parameter.copy_(values);
        }
    }
}
