using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx;

/// <summary>A constant that was left in its file.</summary>
/// <param name="Name">Name in the graph.</param>
/// <param name="Type">Element type.</param>
/// <param name="Dims">Dimensions.</param>
/// <param name="Offset">Where its bytes begin in the file.</param>
/// <param name="Length">How many they are.</param>
public sealed record FileConstant(string Name, OnnxType Type, long[] Dims, long Offset, int Length);
