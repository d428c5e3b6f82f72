using FineGrain.Core;
using FineGrain.Inference.Kernels;
using FineGrain.Inference.Sessions;
using FineGrain.Onnx;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Inference.Quantizing;

/// <summary>Makes a model folder with a quantized network from one in 32-bit floats.</summary>
public static class ModelQuantization
{
    /// <summary>Files that only a network in 32-bit floats has use for.</summary>
    private static readonly string[] Floats = [ModelFolder.OnnxFile, "model.safetensors"];

    /// <summary>Quantizes, judges, takes layers back that cost score, and writes the new folder whole.</summary>
    /// <param name="source">The model in 32-bit floats.</param>
    /// <param name="path">Where the new folder shall be.</param>
    /// <param name="plan">How.</param>
    /// <param name="cancellation">Stops between two batches; nothing is written then.</param>
    /// <exception cref="InputException">The source is damaged or quantized already, nothing in it can be quantized, or the score cannot be held.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static QuantizationReport Write(ModelFolder source, string path, QuantizationPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(plan);
        if (source.Manifest.Precision is { } done) throw new InputException(source.FolderPath, $"is {done.Name} already. Name the folder in 32-bit floats that it was made from.");
        source.Verify();
        var model = OnnxModel.Load(source.PathOf(ModelFolder.OnnxFile));
        var layers = Quantizer.Layers(model);
        if (layers.Count == 0) throw new InputException(source.PathOf(ModelFolder.OnnxFile), $"has no weight of {QuantizationOptions.SmallestMatrix} elements or more, so there is nothing to gain. Serve it as it is.");
        if (plan.Static && plan.Examples.Count == 0) throw new InputException(source.FolderPath, "static quantization measures ranges on texts: name a file with some.");
        var trial = new TrialNetwork(source);
        IReadOnlyList<Example> probes = [.. plan.Examples.Take(plan.Probes)];
        var best = RowKernel.BestBits;
        var rows = plan is { Precision: "int8", Static: false } && (plan.Rows ?? (best is not null && (plan.WeightBits ?? best) == best));
        var options = new QuantizationOptions
        {
            Rows = rows,
            WeightBits = plan.Precision == "int4" ? 4 : plan.WeightBits ?? (rows ? best ?? RowProduct.Bits : Processor.HoldsEightBits ? 8 : 7),
            Ranges = plan.Static ? Calibration.Ranges(model, trial, probes, cancellation) : new Dictionary<string, ActivationRange>(),
        };
        var choice = new LayerChoice(model, trial, plan, layers, options, probes).Choose(cancellation);
        var quantized = Quantizer.Quantize(model, options with { Keep = choice.Kept });
        var precision = new PrecisionManifest
        {
            Name = plan.Precision,
            File = $"model.{plan.Precision}.onnx",
            WeightBits = options.WeightBits,
            Activations = plan.Static ? "static" : quantized.Nodes.Exists(n => n.Domain == RowProduct.Domain) ? "rows" : "dynamic",
            Kept = [.. choice.Kept.Order(StringComparer.Ordinal)],
            Instructions = Processor.Instructions,
            Runtime = OnnxSession.Runtime,
        };
        var bytes = TrialNetwork.Bytes(quantized);
        var manifest = source.Manifest with { Precision = precision, Scores = [], SelfTests = SelfTestVectors.Of(quantized, trial, source.Manifest.SelfTests, probes) };
        ModelFolder.Write(path, manifest, folder =>
        {
            foreach (var file in source.Manifest.Files.Keys.Except(Floats))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
                File.Copy(source.PathOf(file), Path.Combine(folder, file));
            }
            File.WriteAllBytes(Path.Combine(folder, precision.File), bytes);
        });
        return new(precision, choice.Layers, choice.Before, choice.After, choice.Agreement, new FileInfo(source.PathOf(ModelFolder.OnnxFile)).Length, bytes.Length);
    }
}
