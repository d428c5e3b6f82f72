using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>Takes the fields of a message, to count their bytes or to write them.</summary>
internal interface IFieldSink
{
    /// <summary>A varint: int32, int64, bool, enum.</summary>
    void Integer(int number, long value);

    /// <summary>A 32-bit float.</summary>
    void Single(int number, float value);

    /// <summary>Length-prefixed bytes.</summary>
    void Bytes(int number, ReadOnlyMemory<byte> value);

    /// <summary>A nested message.</summary>
    void Message(int number, IMessage value);
}
