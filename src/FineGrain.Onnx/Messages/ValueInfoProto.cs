using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>Name and type of an input or output.</summary>
public sealed class ValueInfoProto : OnnxMessage
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Type.</summary>
    public TypeProto Type { get; set; } = new();

    internal override void Fields(IFieldSink sink)
    {
        sink.Text(1, Name);
        sink.Message(2, Type);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: Name = input.ReadString(); return true;
            case 2: Type = input.Message<TypeProto>(); return true;
            default: return false;
        }
    }
}

/// <summary>Type of a value; only tensors are known here, other kinds are kept as they are.</summary>
public sealed class TypeProto : OnnxMessage
{
    /// <summary>The tensor type, or null for another kind.</summary>
    public TensorTypeProto? Tensor { get; set; }

    internal override void Fields(IFieldSink sink)
    {
        if (Tensor is not null) sink.Message(1, Tensor);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        if (number != 1) return false;
        Tensor = input.Message<TensorTypeProto>();
        return true;
    }
}

/// <summary>Element type and shape.</summary>
public sealed class TensorTypeProto : OnnxMessage
{
    /// <summary>Element type.</summary>
    public OnnxType Element { get; set; }

    /// <summary>Shape, or null where the rank is not known.</summary>
    public ShapeProto? Shape { get; set; }

    internal override void Fields(IFieldSink sink)
    {
        sink.Integer(1, (long)Element);
        if (Shape is not null) sink.Message(2, Shape);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: Element = (OnnxType)input.ReadEnum(); return true;
            case 2: Shape = input.Message<ShapeProto>(); return true;
            default: return false;
        }
    }
}

/// <summary>Dimensions of a tensor.</summary>
public sealed class ShapeProto : OnnxMessage
{
    /// <summary>Dimensions.</summary>
    public List<DimensionProto> Dims { get; } = [];

    internal override void Fields(IFieldSink sink) => sink.Messages(1, Dims);

    internal override bool Read(int number, uint tag, CodedInputStream input) => number == 1 && input.ReadInto(Dims);
}

/// <summary>One dimension: a number, or the name of a number known only when the graph runs.</summary>
public sealed class DimensionProto : OnnxMessage
{
    /// <summary>The number, where fixed.</summary>
    public long? Value { get; set; }

    /// <summary>The name, where dynamic.</summary>
    public string Name { get; set; } = "";

    internal override void Fields(IFieldSink sink)
    {
        if (Value is { } value) sink.Integer(1, value);
        sink.Text(2, Name);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: Value = input.ReadInt64(); return true;
            case 2: Name = input.ReadString(); return true;
            default: return false;
        }
    }
}
