namespace FineGrain.Onnx.Quantization;

/// <summary>A weight that can be stored in fewer bits, with the operators that read it.</summary>
/// <param name="Name">Name of the weight in the graph, which is its name in the checkpoint.</param>
/// <param name="Operator">MatMul, Gemm, Conv, LSTM or Gather.</param>
/// <param name="Elements">Number of its elements.</param>
/// <param name="Input">What it is multiplied with, by value name; empty for a table.</param>
public sealed record QuantizableLayer(string Name, string Operator, long Elements, string Input);
