using FineGrain.Core;

namespace FineGrain.Inference.Quantizing;

/// <summary>What quantizing did.</summary>
/// <param name="Precision">As recorded in the manifest.</param>
/// <param name="Layers">Every weight that can be quantized.</param>
/// <param name="Before">Points of the network in 32-bit floats; null where there were no examples.</param>
/// <param name="After">Points of the quantized network.</param>
/// <param name="Agreement">Share of the examples, in percent, that get the same answer from both.</param>
/// <param name="BytesBefore">Size of the network's file before.</param>
/// <param name="BytesAfter">And after.</param>
public sealed record QuantizationReport(PrecisionManifest Precision, IReadOnlyList<LayerSensitivity> Layers, double? Before, double? After, double? Agreement, long BytesBefore, long BytesAfter);

/// <summary>One weight.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Operator">The operator that reads it.</param>
/// <param name="Elements">Number of its elements.</param>
/// <param name="LogitError">Root of the mean squared change of a logit when only this weight is quantized; null where it was not measured.</param>
/// <param name="Kept">Whether it stayed 32-bit floats.</param>
public sealed record LayerSensitivity(string Name, string Operator, long Elements, double? LogitError, bool Kept);
