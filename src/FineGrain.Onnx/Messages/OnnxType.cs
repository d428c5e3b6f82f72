using System.Diagnostics.CodeAnalysis;

namespace FineGrain.Onnx.Messages;

/// <summary>Element type of a tensor (TensorProto.DataType).</summary>
[SuppressMessage("Naming", "CA1720", Justification = "the names of onnx.proto")]
public enum OnnxType
{
    /// <summary>Not stated.</summary>
    Undefined = 0,
    /// <summary>32-bit float.</summary>
    Float = 1,
    /// <summary>Unsigned byte.</summary>
    UInt8 = 2,
    /// <summary>Signed byte.</summary>
    Int8 = 3,
    /// <summary>32-bit integer.</summary>
    Int32 = 6,
    /// <summary>64-bit integer.</summary>
    Int64 = 7,
    /// <summary>Text.</summary>
    String = 8,
    /// <summary>Truth value.</summary>
    Bool = 9,
    /// <summary>16-bit float.</summary>
    Float16 = 10,
    /// <summary>64-bit float.</summary>
    Double = 11,
}
