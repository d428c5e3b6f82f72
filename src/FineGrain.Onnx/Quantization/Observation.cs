using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>A network that also tells the range of some of its values, for static quantization.</summary>
public static class Observation
{
    /// <summary>Name of the output with the smallest element of a value.</summary>
    public static string Low(string value) => $"{value}/low";

    /// <summary>Name of the output with the largest element of a value.</summary>
    public static string High(string value) => $"{value}/high";

    /// <summary>The same graph with two more outputs for each value, float scalars.</summary>
    /// <param name="model">The graph; is not changed.</param>
    /// <param name="values">Names of float values in the graph.</param>
    public static OnnxModel Of(OnnxModel model, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(values);
        var edit = new GraphEdit(model);
        foreach (var node in model.Nodes) edit.Keep(node);
        var names = values.Distinct(StringComparer.Ordinal).ToList();
        foreach (var value in names)
        {
            edit.Into("ReduceMin", [value], [Low(value)], Low(value), ("keepdims", 0L));
            edit.Into("ReduceMax", [value], [High(value)], High(value), ("keepdims", 0L));
        }
        var observed = edit.Finish();
        foreach (var name in names.SelectMany(v => new[] { Low(v), High(v) }))
            observed.Proto.Graph.Outputs.Add(new() { Name = name, Type = new() { Tensor = new() { Element = OnnxType.Float, Shape = new() } } });
        return observed;
    }
}
