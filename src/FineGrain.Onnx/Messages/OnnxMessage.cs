using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FineGrain.Onnx.Messages;

/// <summary>
/// One protobuf message of onnx.proto (github.com/onnx/onnx), written by hand: a message names its fields once in <see cref="Fields"/>, which serves
/// both the counting and the writing pass. Fields that this library does not know are kept and written back.
/// </summary>
public abstract class OnnxMessage : IMessage
{
    private UnknownFieldSet? unknown;

    /// <summary>Hand-written messages have no descriptor; Google.Protobuf asks for one only in its own error texts.</summary>
    MessageDescriptor IMessage.Descriptor => throw new UnreachableException("this is a bug: an ONNX message was asked for its descriptor");

    /// <summary>Hands every field that is set to <paramref name="sink"/>, in the order of field numbers.</summary>
    internal abstract void Fields(IFieldSink sink);

    /// <summary>Reads the field that <paramref name="tag"/> announces; false leaves it to the unknown fields.</summary>
    /// <param name="number">Field number of the tag.</param>
    /// <param name="tag">The tag, which also tells packed from single values.</param>
    /// <param name="input">Stands behind the tag.</param>
    internal abstract bool Read(int number, uint tag, CodedInputStream input);

    /// <summary>Size in bytes of the message without its own tag and length.</summary>
    /// <exception cref="OverflowException">The message exceeds the 2 GB of protobuf.</exception>
    public int CalculateSize()
    {
        var counter = new FieldCounter();
        Fields(counter);
        return checked((int)(counter.Size + (unknown?.CalculateSize() ?? 0)));
    }

    /// <inheritdoc/>
    public void WriteTo(CodedOutputStream output)
    {
        Fields(new FieldWriter(output));
        unknown?.WriteTo(output);
    }

    /// <inheritdoc/>
    public void MergeFrom(CodedInputStream input)
    {
        while (input.ReadTag() is var tag && tag != 0)
            if (!Read(WireFormat.GetTagFieldNumber(tag), tag, input)) unknown = UnknownFieldSet.MergeFieldFrom(unknown, input);
    }
}
