using FineGrain.Core;
using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx;

/// <summary>
/// Writes an ONNX graph operator by operator, in the order of computation. Names come from the operator and the open scopes
/// (<c>layer.0/attention/MatMul_1</c>), so that a graph viewer shows the network as the code has it.
/// </summary>
/// <remarks>
/// Operator set 17 and file format 8, which ONNX Runtime since 1.12 and the checkers of 2022 accept; newer operators are spelled with older ones
/// (GELU by Erf), which ONNX Runtime fuses back.
/// </remarks>
public sealed partial class GraphBuilder
{
    /// <summary>Operator set of the default domain.</summary>
    public const int Opset = 17;

    /// <summary>Version of the file format.</summary>
    public const int IrVersion = 8;

    private readonly ModelProto model;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxValue> shared = new(StringComparer.Ordinal);
    private string prefix = "";

    /// <summary>An empty graph.</summary>
    /// <param name="name">Name of the graph.</param>
    public GraphBuilder(string name = "finegrain")
    {
        model = new() { IrVersion = IrVersion, ProducerName = "FineGrain", ProducerVersion = typeof(GraphBuilder).Assembly.GetName().Version?.ToString(3) ?? "" };
        model.Graph.Name = name;
        model.OpsetImports.Add(new() { Version = Opset });
    }

    private GraphProto Graph => model.Graph;

    /// <summary>Prefixes the names of everything added until the result is disposed; scopes nest.</summary>
    public IDisposable Scope(string name)
    {
        var outer = prefix;
        prefix = $"{outer}{name}/";
        return new ScopeEnd(() => prefix = outer);
    }

    /// <summary>Adds an input; its name is taken as it is, without scope.</summary>
    /// <param name="name">Name that callers use.</param>
    /// <param name="type">Element type.</param>
    /// <param name="dims">Dimensions: an int or long is fixed, a string names a dynamic one.</param>
    /// <exception cref="ArgumentException">The name is taken, or a dimension is neither a number nor a name.</exception>
    public OnnxValue Input(string name, OnnxType type, params ReadOnlySpan<object> dims)
    {
        Graph.Inputs.Add(Info(Claim(name), type, dims));
        return new(name);
    }

    /// <summary>The input of this name where the graph has it already, or a new one: parts of a model may share inputs.</summary>
    /// <inheritdoc cref="Input"/>
    public OnnxValue InputOnce(string name, OnnxType type, params ReadOnlySpan<object> dims) =>
        Graph.Inputs.Exists(i => i.Name == name) ? new(name) : Input(name, type, dims);

    /// <summary>Declares <paramref name="value"/> as an output of the graph under <paramref name="name"/>.</summary>
    /// <param name="name">Name that callers use.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="dims">Its dimensions: an int or long is fixed, a string names a dynamic one.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Output(string name, OnnxValue value, OnnxType type, params ReadOnlySpan<object> dims)
    {
        Graph.Outputs.Add(Info(Claim(name), type, dims));
        Append("Identity", [value], [name], name, []);
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="op">Operator of the default domain, or <c>domain::Operator</c>.</param>
    /// <param name="inputs">Its inputs; null leaves an optional one out.</param>
    /// <param name="attributes">Its attributes, see <see cref="AttributeProto.Value"/> for the types.</param>
    public OnnxValue Node(string op, OnnxValue?[] inputs, params (string Name, object Value)[] attributes) => Nodes(op, 1, inputs, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    /// <param name="op">Operator of the default domain, or <c>domain::Operator</c>.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="inputs">Its inputs; null leaves an optional one out.</param>
    /// <param name="attributes">Its attributes.</param>
    public OnnxValue[] Nodes(string op, int outputs, OnnxValue?[] inputs, params (string Name, object Value)[] attributes)
    {
        var name = Unique(op[(op.LastIndexOf(':') + 1)..]);
        string[] results = outputs == 1 ? [name] : [.. Enumerable.Range(0, outputs).Select(i => Claim($"{name}.{i}"))];
        Append(op, inputs, results, name, attributes);
        return [.. results.Select(r => new OnnxValue(r))];
    }

    /// <summary>The finished model; the builder must not be used afterwards.</summary>
    public OnnxModel Build() => new(model);

    /// <summary>A remark of the model, which every reader of the file can see.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">What it says.</param>
    public void Remark(string key, string value) => model.Metadata.Add(new() { Key = key, Value = value });

    /// <summary>Writes the graph.</summary>
    /// <exception cref="InputException">The model exceeds 2 GB.</exception>
    public void Save(Stream stream) => Build().Save(stream);

    /// <summary>Writes the graph to a file, whole or not at all.</summary>
    /// <exception cref="InputException">The model exceeds 2 GB, or the place cannot be written.</exception>
    public void Save(string path) => Build().Save(path);

    private void Append(string op, OnnxValue?[] inputs, string[] outputs, string name, (string Name, object Value)[] attributes)
    {
        var colon = op.IndexOf("::", StringComparison.Ordinal);
        var node = new NodeProto { Name = name, OpType = colon < 0 ? op : op[(colon + 2)..], Domain = colon < 0 ? "" : op[..colon] };
        if (node.Domain.Length > 0 && !model.OpsetImports.Exists(o => o.Domain == node.Domain)) model.OpsetImports.Add(new() { Domain = node.Domain, Version = 1 });
        node.Inputs.AddRange(inputs.Select(i => i?.Name ?? ""));
        while (node.Inputs is [.., ""]) node.Inputs.RemoveAt(node.Inputs.Count - 1);
        node.Outputs.AddRange(outputs);
        node.Attributes.AddRange(attributes.Select(a => new AttributeProto(a.Name, a.Value)));
        Graph.Nodes.Add(node);
    }

    private string Claim(string name) => names.Add(name) ? name : throw new ArgumentException($"the graph has a value named '{name}' already");

    private string Unique(string name)
    {
        var full = prefix + name;
        for (var i = 1; !names.Add(full); i++) full = $"{prefix}{name}_{i}";
        return full;
    }

    private static ValueInfoProto Info(string name, OnnxType type, ReadOnlySpan<object> dims)
    {
        var shape = new ShapeProto();
        foreach (var dim in dims)
        {
            shape.Dims.Add(dim switch
            {
                int or long => new() { Value = Convert.ToInt64(dim, null) },
                string symbol => new() { Name = symbol },
                _ => throw new ArgumentException($"'{name}': a dimension is an int, a long or a name, not {dim.GetType().Name}"),
            });
        }
        return new() { Name = name, Type = new() { Tensor = new() { Element = type, Shape = shape } } };
    }

    private sealed class ScopeEnd(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
