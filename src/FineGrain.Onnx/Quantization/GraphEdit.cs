using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Quantization;

/// <summary>A graph being rewritten node by node, in the order of computation: the source is only read, its messages are shared by the result.</summary>
internal sealed class GraphEdit
{
    private readonly OnnxModel source;
    private readonly List<NodeProto> nodes = [];
    private readonly List<TensorProto> added = [];
    private readonly Dictionary<string, TensorProto> constants;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly ILookup<string, NodeProto> readers;
    private readonly HashSet<NodeProto> skipped = [];
    private readonly Dictionary<string, object> made = new(StringComparer.Ordinal);

    public GraphEdit(OnnxModel source)
    {
        this.source = source;
        constants = source.Initializers.ToDictionary(t => t.Name, StringComparer.Ordinal);
        names.UnionWith(constants.Keys);
        readers = source.Nodes.SelectMany(n => n.Inputs, (n, i) => (Node: n, Input: i)).ToLookup(r => r.Input, r => r.Node, StringComparer.Ordinal);
        foreach (var node in source.Nodes)
        {
            names.Add(node.Name);
            names.UnionWith(node.Outputs);
        }
    }

    /// <summary>The float constant of this name, or null.</summary>
    public TensorProto? Floats(string name) => constants.TryGetValue(name, out var tensor) && tensor.Type == OnnxType.Float ? tensor : null;

    /// <summary>The whole numbers of the constant of this name, or null.</summary>
    public long[]? Integers(string name) => constants.TryGetValue(name, out var tensor) && tensor.Type == OnnxType.Int64 ? tensor.ToArray<long>() : null;

    /// <summary>Adds a constant and returns its name.</summary>
    public string Constant<T>(string name, OnnxType type, T[] data, params long[] dims) where T : unmanaged
    {
        var tensor = TensorProto.Of<T>(Unique(name), type, data, dims);
        added.Add(tensor);
        return tensor.Name;
    }

    /// <summary>The only node that reads a value, and reads it once; null where others do or where it is an output of the graph.</summary>
    public NodeProto? SoleReader(string value) => Readers(value) is [var reader] ? reader : null;

    /// <summary>The nodes that read a value, each as often as it does; none where it is an output of the graph.</summary>
    public IReadOnlyList<NodeProto> Readers(string value) => source.Proto.Graph.Outputs.Exists(o => o.Name == value) ? [] : [.. readers[value]];

    /// <summary>Keeps a node as it is.</summary>
    public void Keep(NodeProto node) => nodes.Add(node);

    /// <summary>Leaves out a node whose outputs are computed by the one before it.</summary>
    public void Skip(NodeProto node) => skipped.Add(node);

    /// <summary>Whether a node is left out.</summary>
    public bool Skips(NodeProto node) => skipped.Contains(node);

    /// <summary>Adds a node with one output and returns that.</summary>
    public string Node(string op, string[] inputs, params (string Name, object Value)[] attributes) => Nodes(op, 1, inputs, attributes)[0];

    /// <summary>Adds a node and returns its outputs.</summary>
    public string[] Nodes(string op, int outputs, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var name = Unique($"quantized/{op[(op.LastIndexOf(':') + 1)..]}");
        string[] results = outputs == 1 ? [name] : [.. Enumerable.Range(0, outputs).Select(i => Unique($"{name}.{i}"))];
        Into(op, inputs, results, name, attributes);
        return results;
    }

    /// <summary>Adds the node that computes the outputs of one that it replaces.</summary>
    public void Into(string op, string[] inputs, IEnumerable<string> outputs, string name, params (string Name, object Value)[] attributes)
    {
        var colon = op.IndexOf("::", StringComparison.Ordinal);
        var node = new NodeProto { Name = name, OpType = colon < 0 ? op : op[(colon + 2)..], Domain = colon < 0 ? "" : op[..colon] };
        node.Inputs.AddRange(inputs);
        while (node.Inputs is [.., ""]) node.Inputs.RemoveAt(node.Inputs.Count - 1);
        node.Outputs.AddRange(outputs);
        node.Attributes.AddRange(attributes.Select(a => new AttributeProto(a.Name, a.Value)));
        nodes.Add(node);
    }

    /// <summary>Makes something the first time that it is asked for: one weight may be read by several nodes, one input by several products.</summary>
    public T Once<T>(string key, Func<T> make) where T : notnull
    {
        if (!made.TryGetValue(key, out var value)) made[key] = value = make();
        return (T)value;
    }

    /// <summary>The rewritten model, without the constants that nothing reads any more.</summary>
    public OnnxModel Finish()
    {
        var proto = new ModelProto { IrVersion = source.Proto.IrVersion, ProducerName = source.Proto.ProducerName, ProducerVersion = source.Proto.ProducerVersion };
        proto.OpsetImports.AddRange(source.Proto.OpsetImports);
        foreach (var domain in nodes.Select(n => n.Domain).Where(d => d.Length > 0).Distinct().Where(d => !proto.OpsetImports.Exists(o => o.Domain == d)).ToList())
            proto.OpsetImports.Add(new() { Domain = domain, Version = 1 });
        proto.Metadata.AddRange(source.Proto.Metadata);
        var graph = proto.Graph;
        graph.Name = source.Proto.Graph.Name;
        graph.Inputs.AddRange(source.Proto.Graph.Inputs);
        graph.Outputs.AddRange(source.Proto.Graph.Outputs);
        graph.Nodes.AddRange(nodes);
        var read = nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs.Select(o => o.Name)).ToHashSet(StringComparer.Ordinal);
        graph.Initializers.AddRange(source.Initializers.Concat(added).Where(t => read.Contains(t.Name)));
        return new(proto);
    }

    private string Unique(string name)
    {
        var free = name;
        for (var i = 1; !names.Add(free); i++) free = $"{name}_{i}";
        return free;
    }
}
