using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>Reads fields whose form on the wire the writer may choose.</summary>
internal static class FieldReading
{
    /// <summary>Appends a repeated integer, packed or one by one.</summary>
    public static bool ReadInto(this CodedInputStream input, uint tag, List<long> values) => Read(input, tag, values, WireFormat.WireType.Varint, s => s.ReadInt64());

    /// <summary>Appends a repeated float, packed or one by one.</summary>
    public static bool ReadInto(this CodedInputStream input, uint tag, List<float> values) => Read(input, tag, values, WireFormat.WireType.Fixed32, s => s.ReadFloat());

    /// <summary>Appends a string.</summary>
    public static bool ReadInto(this CodedInputStream input, List<string> values)
    {
        values.Add(input.ReadString());
        return true;
    }

    /// <summary>Appends a nested message.</summary>
    public static bool ReadInto<T>(this CodedInputStream input, List<T> values) where T : OnnxMessage, new()
    {
        values.Add(input.Message<T>());
        return true;
    }

    /// <summary>Reads a nested message.</summary>
    public static T Message<T>(this CodedInputStream input) where T : OnnxMessage, new()
    {
        var message = new T();
        input.ReadMessage(message);
        return message;
    }

    private static bool Read<T>(CodedInputStream input, uint tag, List<T> values, WireFormat.WireType single, Func<CodedInputStream, T> read)
    {
        if (WireFormat.GetTagWireType(tag) == single)
        {
            values.Add(read(input));
            return true;
        }
        using var packed = input.ReadBytes().CreateCodedInput();
        while (!packed.IsAtEnd) values.Add(read(packed));
        return true;
    }
}
