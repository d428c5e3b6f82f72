using System.Text;
using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>Counts the bytes that <see cref="FieldWriter"/> would write.</summary>
internal sealed class FieldCounter : IFieldSink
{
    public long Size { get; private set; }

    public void Integer(int number, long value) => Size += Tag(number) + CodedOutputStream.ComputeInt64Size(value);

    public void Single(int number, float value) => Size += Tag(number) + sizeof(float);

    public void Bytes(int number, ReadOnlyMemory<byte> value) => Size += Tag(number) + CodedOutputStream.ComputeLengthSize(value.Length) + (long)value.Length;

    public void Message(int number, IMessage value) => Size += Tag(number) + (long)CodedOutputStream.ComputeMessageSize(value);

    private static int Tag(int number) => CodedOutputStream.ComputeTagSize(number);
}

/// <summary>Writes fields to a protobuf stream.</summary>
internal sealed class FieldWriter(CodedOutputStream output) : IFieldSink
{
    public void Integer(int number, long value)
    {
        output.WriteTag(number, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    public void Single(int number, float value)
    {
        output.WriteTag(number, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    }

    public void Bytes(int number, ReadOnlyMemory<byte> value)
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }

    public void Message(int number, IMessage value)
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteMessage(value);
    }
}

/// <summary>Shapes of field that several messages share.</summary>
internal static class FieldSinkExtensions
{
    public static void Text(this IFieldSink sink, int number, string value)
    {
        if (value.Length > 0) sink.Bytes(number, Encoding.UTF8.GetBytes(value));
    }

    public static void Texts(this IFieldSink sink, int number, IEnumerable<string> values)
    {
        foreach (var value in values) sink.Bytes(number, Encoding.UTF8.GetBytes(value)); // an empty name is an absent optional input: keep it
    }

    public static void Integers(this IFieldSink sink, int number, IEnumerable<long> values)
    {
        foreach (var value in values) sink.Integer(number, value);
    }

    public static void Messages(this IFieldSink sink, int number, IEnumerable<OnnxMessage> values)
    {
        foreach (var value in values) sink.Message(number, value);
    }
}
