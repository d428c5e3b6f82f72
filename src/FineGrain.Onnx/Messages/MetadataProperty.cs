using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>A key–value pair of the model (StringStringEntryProto).</summary>
public sealed class MetadataProperty : OnnxMessage
{
    /// <summary>The key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The value.</summary>
    public string Value { get; set; } = "";

    internal override void Fields(IFieldSink sink)
    {
        sink.Text(1, Key);
        sink.Text(2, Value);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: Key = input.ReadString(); return true;
            case 2: Value = input.ReadString(); return true;
            default: return false;
        }
    }
}
