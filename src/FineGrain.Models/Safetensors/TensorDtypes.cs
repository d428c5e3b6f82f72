using System.Diagnostics;

namespace FineGrain.Models.Safetensors;

/// <summary>Names and sizes of <see cref="TensorDtype"/>.</summary>
public static class TensorDtypes
{
    /// <summary>Every supported type by the name that stands in a file's header (<c>F32</c>, <c>BF16</c>, <c>BOOL</c>).</summary>
    public static IReadOnlyDictionary<string, TensorDtype> ByName { get; } =
        Enum.GetValues<TensorDtype>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The name in a file's header.</summary>
    public static string NameOf(this TensorDtype dtype) => dtype == TensorDtype.Bool ? "BOOL" : dtype.ToString();

    /// <summary>Bytes of one element.</summary>
    public static int Size(this TensorDtype dtype) => dtype switch
    {
        TensorDtype.Bool or TensorDtype.U8 or TensorDtype.I8 => 1,
        TensorDtype.I16 or TensorDtype.F16 or TensorDtype.BF16 => 2,
        TensorDtype.I32 or TensorDtype.F32 => 4,
        TensorDtype.F64 or TensorDtype.I64 => 8,
        _ => throw new UnreachableException($"This is a bug: dtype {dtype} has no size."),
    };
}
