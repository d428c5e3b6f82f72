using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>An activation in unsigned bytes: real = (value − zero) · scale.</summary>
/// <param name="Values">uint8, the shape of the activation.</param>
/// <param name="Scale">float, scalar.</param>
/// <param name="Zero">uint8, scalar.</param>
internal sealed record QuantizedInput(string Values, string Scale, string Zero)
{
    /// <summary>Quantizes an activation once, however many products read it: with the range that was measured, or in every run by its own.</summary>
    public static QuantizedInput Of(string value, GraphEdit edit, QuantizationOptions options) => edit.Once($"input:{value}", () =>
    {
        if (!options.Ranges.TryGetValue(value, out var range))
        {
            var dynamic = edit.Nodes("DynamicQuantizeLinear", 3, [value]);
            return new QuantizedInput(dynamic[0], dynamic[1], dynamic[2]);
        }
        var (scale, zero) = Rounding.Activation(range);
        var scaleName = edit.Constant($"{value}/scale", OnnxType.Float, [scale]);
        var zeroName = edit.Constant($"{value}/zero", OnnxType.UInt8, [zero]);
        return new(edit.Node("QuantizeLinear", [value, scaleName, zeroName]), scaleName, zeroName);
    });
}
