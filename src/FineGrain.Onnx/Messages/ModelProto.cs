using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>The whole file: a graph and the versions it is written for.</summary>
public sealed class ModelProto : OnnxMessage
{
    /// <summary>Version of the file format.</summary>
    public long IrVersion { get; set; }

    /// <summary>Name of the program that wrote the file.</summary>
    public string ProducerName { get; set; } = "";

    /// <summary>Its version.</summary>
    public string ProducerVersion { get; set; } = "";

    /// <summary>The computation.</summary>
    public GraphProto Graph { get; set; } = new();

    /// <summary>Version of the operators of each domain.</summary>
    public List<OperatorSetId> OpsetImports { get; } = [];

    /// <summary>Free key–value pairs.</summary>
    public List<MetadataProperty> Metadata { get; } = [];

    internal override void Fields(IFieldSink sink)
    {
        sink.Integer(1, IrVersion);
        sink.Text(2, ProducerName);
        sink.Text(3, ProducerVersion);
        sink.Message(7, Graph);
        sink.Messages(8, OpsetImports);
        sink.Messages(14, Metadata);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: IrVersion = input.ReadInt64(); return true;
            case 2: ProducerName = input.ReadString(); return true;
            case 3: ProducerVersion = input.ReadString(); return true;
            case 7: Graph = input.Message<GraphProto>(); return true;
            case 8: return input.ReadInto(OpsetImports);
            case 14: return input.ReadInto(Metadata);
            default: return false;
        }
    }
}
