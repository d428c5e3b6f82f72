namespace FineGrain.Models.Safetensors;

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Dtype">Element type.</param>
/// <param name="Shape">Extents, row-major; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the start of the data part.</param>
/// <param name="End">Byte after the last, counted likewise.</param>
public sealed record TensorEntry(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Number of bytes.</summary>
    public long Bytes => End - Begin;

    /// <summary>Number of elements.</summary>
    public long Count => Bytes / Dtype.Size();

    /// <summary>Bytes that a tensor of this type and shape needs.</summary>
    /// <exception cref="OverflowException">An extent is negative or the product does not fit 63 bits.</exception>
    internal static long BytesOf(TensorDtype dtype, IReadOnlyList<long> shape)
    {
        long bytes = dtype.Size();
        foreach (var extent in shape) bytes = extent < 0 ? throw new OverflowException() : checked(bytes * extent);
        return bytes;
    }
}
