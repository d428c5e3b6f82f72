using FineGrain.Core;
using FineGrain.Inference;
using FineGrain.Inference.Quantizing;
using FineGrain.Onnx;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Cli.Compressing;

/// <summary>Writes the folder that is served from a network in 32-bit floats.</summary>
internal static class Shipping
{
    /// <summary>The folder at a precision.</summary>
    /// <param name="floats">The model folder in 32-bit floats.</param>
    /// <param name="path">Where the new one shall be.</param>
    /// <param name="precision">float32, int8 or int4.</param>
    /// <param name="examples">Examples that quantization is judged on; none judges nothing.</param>
    /// <param name="maxDrop">Points that quantization may cost before layers stay floats.</param>
    /// <param name="stop">Ctrl-C; nothing is written then.</param>
    /// <returns>What quantization did, or null.</returns>
    public static QuantizationReport? Write(string floats, string path, string precision, IReadOnlyList<Example> examples, double maxDrop, CancellationToken stop)
    {
        var source = ModelFolder.Open(floats);
        if (precision != "float32")
            return ModelQuantization.Write(source, path, new() { Precision = precision, Examples = examples, Score = DevPoints.Of(source, examples), MaxDrop = maxDrop }, stop);
        Copy(source, path);
        return null;
    }

    /// <summary>Whether a network in 32-bit floats has weights large enough for bytes to gain anything.</summary>
    public static bool HasWeightsForBytes(string floats) => Quantizer.Layers(OnnxModel.Load(Path.Combine(floats, ModelFolder.OnnxFile))).Count > 0;

    /// <summary>A model folder at another place, proven there.</summary>
    public static void Copy(ModelFolder source, string path) => ModelFolder.Write(path, source.Manifest, folder =>
    {
        foreach (var file in source.Manifest.Files.Keys)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.Copy(source.PathOf(file), Path.Combine(folder, file));
        }
    });
}
