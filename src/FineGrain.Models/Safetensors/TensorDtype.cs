namespace FineGrain.Models.Safetensors;

/// <summary>
/// Element types of the safetensors format that FineGrain reads and writes, in the format's own order (rising alignment),
/// which is also the order in which tensors are laid out in a file.
/// </summary>
public enum TensorDtype
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned 8 bits.</summary>
    U8,

    /// <summary>Signed 8 bits.</summary>
    I8,

    /// <summary>Signed 16 bits.</summary>
    I16,

    /// <summary>IEEE 754 binary16.</summary>
    F16,

    /// <summary>bfloat16: the upper half of a binary32.</summary>
    BF16,

    /// <summary>Signed 32 bits.</summary>
    I32,

    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>IEEE 754 binary64.</summary>
    F64,

    /// <summary>Signed 64 bits.</summary>
    I64,
}
