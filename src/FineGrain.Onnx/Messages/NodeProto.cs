using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>One operator with its inputs, outputs and attributes.</summary>
public sealed class NodeProto : OnnxMessage
{
    /// <summary>Names of the values it reads; an empty name is an optional input left out.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Names of the values it computes.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>Name of the node.</summary>
    public string Name { get; set; } = "";

    /// <summary>Operator.</summary>
    public string OpType { get; set; } = "";

    /// <summary>Attributes.</summary>
    public List<AttributeProto> Attributes { get; } = [];

    /// <summary>Domain of the operator; empty is the ONNX standard.</summary>
    public string Domain { get; set; } = "";

    internal override void Fields(IFieldSink sink)
    {
        sink.Texts(1, Inputs);
        sink.Texts(2, Outputs);
        sink.Text(3, Name);
        sink.Text(4, OpType);
        sink.Messages(5, Attributes);
        sink.Text(7, Domain);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: return input.ReadInto(Inputs);
            case 2: return input.ReadInto(Outputs);
            case 3: Name = input.ReadString(); return true;
            case 4: OpType = input.ReadString(); return true;
            case 5: return input.ReadInto(Attributes);
            case 7: Domain = input.ReadString(); return true;
            default: return false;
        }
    }
}
