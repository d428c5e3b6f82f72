using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>
/// A sum that only a LayerNormalization reads, as at the end of both halves of a post-norm layer: in their place the operator <c>finegrain.AddNorm(a, b, scale, bias, epsilon)</c>,
/// γ (s − mean) / √(variance + ε) + β over the last axis of s = a + b; a, b and the result float [.., H], scale and bias float [H], epsilon float [1].
/// </summary>
public static class SumAndNorm
{
    /// <summary>Its name in <see cref="RowProduct.Domain"/>.</summary>
    public const string Operator = "AddNorm";

    /// <summary>H is a multiple of it.</summary>
    public const int Step = 8;

    internal static bool Try(NodeProto node, GraphEdit edit, QuantizationOptions options)
    {
        if (!options.Rows || node.OpType != "Add" || edit.SoleReader(node.Outputs[0]) is not { OpType: "LayerNormalization", Inputs: [_, var scale, var bias] } norm || edit.Floats(node.Inputs[0]) is not null || edit.Floats(node.Inputs[1]) is not null
            || edit.Floats(scale) is not { Dims: [var width] } || width % Step != 0 || !norm.Attributes.Exists(a => a is { Name: "axis", Value: -1L }) || norm.Attributes.Find(a => a.Name == "epsilon")?.Value is not float epsilon) return false;
        edit.Skip(norm);
        edit.Into($"{RowProduct.Domain}::{Operator}", [.. node.Inputs, scale, bias, edit.Once($"epsilon:{epsilon:R}", () => edit.Constant("epsilon", OnnxType.Float, [epsilon], 1))], norm.Outputs, norm.Name);
        return true;
    }
}
