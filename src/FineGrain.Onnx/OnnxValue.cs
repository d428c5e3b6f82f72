namespace FineGrain.Onnx;

/// <summary>A tensor in a graph under construction: an input, a constant or what a node computes.</summary>
/// <param name="Name">Unique name in the graph.</param>
public sealed record OnnxValue(string Name);
