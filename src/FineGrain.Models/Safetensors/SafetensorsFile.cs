using System.Diagnostics;
using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Models.Safetensors;

/// <summary>Safetensors files to and from TorchSharp tensors.</summary>
public static class SafetensorsFile
{
    /// <summary>A span holds at most 2 GiB; larger tensors go in pieces of this many elements.</summary>
    private const long PieceElements = 1 << 27;

    /// <summary>Reads every tensor of a file.</summary>
    /// <returns>CPU tensors by name, in file order, owned by the caller (or its dispose scope); F16 and BF16 are widened to float32.</returns>
    /// <exception cref="InputException">The file is missing or damaged; see <see cref="SafetensorsReader.Open"/>.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        return reader.Entries.ToDictionary(e => e.Name, e => Read(reader, e), StringComparer.Ordinal);
    }

    /// <summary>Reads one tensor.</summary>
    /// <returns>A CPU tensor of the entry's shape, owned by the caller; F16 and BF16 are widened to float32 (exact), other types kept.</returns>
    public static Tensor Read(SafetensorsReader reader, TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(entry);
        var tensor = empty([.. entry.Shape], ScalarOf(entry.Dtype));
        ForEachPiece(tensor, (offset, bytes) => reader.Read(entry, offset, bytes));
        if (entry.Dtype is not (TensorDtype.F16 or TensorDtype.BF16)) return tensor;
        using (tensor) return tensor.to_type(ScalarType.Float32);
    }

    /// <summary>Writes tensors in the format's deterministic order; the same tensors give the same bytes.</summary>
    /// <param name="path">Destination; replaced whole or not at all.</param>
    /// <param name="tensors">Names and tensors of any device and layout; each keeps its own element type.</param>
    /// <param name="metadata">Free text pairs; <c>format: pt</c> (what Python's loaders expect) when null.</param>
    /// <exception cref="InputException">The place cannot be written.</exception>
    /// <exception cref="ArgumentException">A name is empty or given twice, or an element type has no safetensors counterpart.</exception>
    public static void Write(string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var all = tensors.ToArray();
        var header = SafetensorsHeader.Layout(all.Select(t => (t.Name, DtypeOf(t.Name, t.Tensor.dtype), (IReadOnlyList<long>)t.Tensor.shape)), metadata);
        var byName = all.ToDictionary(t => t.Name, t => t.Tensor, StringComparer.Ordinal);
        SafetensorsWriter.Write(path, header, (entry, stream) =>
        {
            using var scope = NewDisposeScope();
            ForEachPiece(byName[entry.Name].detach().cpu().contiguous(), (_, bytes) => stream.Write(bytes));
        });
    }

    /// <summary>The element type of an entry before widening.</summary>
    private static ScalarType ScalarOf(TensorDtype dtype) => dtype switch
    {
        TensorDtype.Bool => ScalarType.Bool,
        TensorDtype.U8 => ScalarType.Byte,
        TensorDtype.I8 => ScalarType.Int8,
        TensorDtype.I16 => ScalarType.Int16,
        TensorDtype.F16 => ScalarType.Float16,
        TensorDtype.BF16 => ScalarType.BFloat16,
        TensorDtype.I32 => ScalarType.Int32,
        TensorDtype.F32 => ScalarType.Float32,
        TensorDtype.F64 => ScalarType.Float64,
        TensorDtype.I64 => ScalarType.Int64,
        _ => throw new UnreachableException($"This is a bug: dtype {dtype} has no scalar type."),
    };

    private static TensorDtype DtypeOf(string name, ScalarType type) => type switch
    {
        ScalarType.Bool => TensorDtype.Bool,
        ScalarType.Byte => TensorDtype.U8,
        ScalarType.Int8 => TensorDtype.I8,
        ScalarType.Int16 => TensorDtype.I16,
        ScalarType.Float16 => TensorDtype.F16,
        ScalarType.BFloat16 => TensorDtype.BF16,
        ScalarType.Int32 => TensorDtype.I32,
        ScalarType.Float32 => TensorDtype.F32,
        ScalarType.Float64 => TensorDtype.F64,
        ScalarType.Int64 => TensorDtype.I64,
        _ => throw new ArgumentException($"Tensor '{name}' has element type {type}, which safetensors files of FineGrain do not hold.", nameof(type)),
    };

    private delegate void Piece(long byteOffset, Span<byte> bytes);

    /// <summary>Hands out the memory of a contiguous CPU tensor; no copy.</summary>
    private static void ForEachPiece(Tensor tensor, Piece piece)
    {
        var count = tensor.numel();
        if (count <= PieceElements)
        {
            if (count > 0) piece(0, tensor.bytes);
            return;
        }
        using var flat = tensor.view(-1);
        for (var start = 0L; start < count; start += PieceElements)
        {
            using var part = flat.narrow(0, start, Math.Min(PieceElements, count - start));
            piece(start * tensor.element_size(), part.bytes);
        }
    }
}
