using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>The operator version that a model uses of one domain.</summary>
public sealed class OperatorSetId : OnnxMessage
{
    /// <summary>Domain; empty is the ONNX standard, <c>com.microsoft</c> are the operators of ONNX Runtime.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Version of the domain's operators.</summary>
    public long Version { get; set; }

    internal override void Fields(IFieldSink sink)
    {
        sink.Text(1, Domain);
        sink.Integer(2, Version);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: Domain = input.ReadString(); return true;
            case 2: Version = input.ReadInt64(); return true;
            default: return false;
        }
    }
}
