using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>Nodes in the order of computation, with their constants, inputs and outputs.</summary>
public sealed class GraphProto : OnnxMessage
{
    /// <summary>Nodes; each stands behind those whose outputs it reads.</summary>
    public List<NodeProto> Nodes { get; } = [];

    /// <summary>Name of the graph.</summary>
    public string Name { get; set; } = "";

    /// <summary>Constants by name.</summary>
    public List<TensorProto> Initializers { get; } = [];

    /// <summary>Inputs.</summary>
    public List<ValueInfoProto> Inputs { get; } = [];

    /// <summary>Outputs.</summary>
    public List<ValueInfoProto> Outputs { get; } = [];

    /// <summary>Types of values in between, where the writer stated them.</summary>
    public List<ValueInfoProto> ValueInfos { get; } = [];

    internal override void Fields(IFieldSink sink)
    {
        sink.Messages(1, Nodes);
        sink.Text(2, Name);
        sink.Messages(5, Initializers);
        sink.Messages(11, Inputs);
        sink.Messages(12, Outputs);
        sink.Messages(13, ValueInfos);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: return input.ReadInto(Nodes);
            case 2: Name = input.ReadString(); return true;
            case 5: return input.ReadInto(Initializers);
            case 11: return input.ReadInto(Inputs);
            case 12: return input.ReadInto(Outputs);
            case 13: return input.ReadInto(ValueInfos);
            default: return false;
        }
    }
}
