using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>A constant tensor: dimensions, element type and little-endian bytes, row-major.</summary>
public sealed class TensorProto : OnnxMessage
{
    private readonly List<float> floats = [];
    private readonly List<long> integers = []; // int32_data
    private readonly List<long> longs = []; // int64_data
    private readonly List<MetadataProperty> external = [];
    private long location; // 1: the elements are external

    /// <summary>Dimensions; none for a scalar.</summary>
    public List<long> Dims { get; } = [];

    /// <summary>Element type.</summary>
    public OnnxType Type { get; set; }

    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Elements as little-endian bytes; empty where a foreign writer used the typed fields (see <see cref="ToArray{T}"/>).</summary>
    public ReadOnlyMemory<byte> RawData { get; set; }

    /// <summary>Number of elements.</summary>
    public long Count => Dims.Aggregate(1L, (product, dim) => product * dim);

    /// <summary>A tensor of <paramref name="data"/>, copied.</summary>
    /// <param name="name">Name in the graph; may be empty inside an attribute.</param>
    /// <param name="type">Element type; its size must be that of T.</param>
    /// <param name="data">Elements, row-major.</param>
    /// <param name="dims">Dimensions; none for a scalar.</param>
    /// <exception cref="ArgumentException">The dimensions ask for another number of elements.</exception>
    public static TensorProto Of<T>(string name, OnnxType type, ReadOnlySpan<T> data, ReadOnlySpan<long> dims) where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, Type = type, RawData = MemoryMarshal.AsBytes(data).ToArray() };
        tensor.Dims.AddRange(dims);
        return tensor.Count == data.Length
            ? tensor
            : throw new ArgumentException($"tensor '{name}' has {data.Length} elements, its dimensions [{string.Join(", ", tensor.Dims)}] ask for {tensor.Count}");
    }

    /// <summary>Says that the elements lie in a file.</summary>
    /// <param name="file">Its name, in the folder of the model.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="length">How many bytes they are.</param>
    public void Elsewhere(string file, long offset, long length)
    {
        RawData = default;
        location = 1;
        external.Clear();
        external.AddRange([new() { Key = "location", Value = file }, new() { Key = "offset", Value = Invariant(offset) }, new() { Key = "length", Value = Invariant(length) }]);

        static string Invariant(long value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The elements, whichever field holds them.</summary>
    /// <exception cref="ArgumentException">T is not the element type.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        var expected = Type switch
        {
            OnnxType.Float => typeof(float),
            OnnxType.Double => typeof(double),
            OnnxType.Int64 => typeof(long),
            OnnxType.Int32 => typeof(int),
            OnnxType.Int8 => typeof(sbyte),
            OnnxType.UInt8 => typeof(byte),
            OnnxType.Bool => typeof(bool),
            OnnxType.Float16 => typeof(Half),
            _ => null,
        };
        if (typeof(T) != expected) throw new ArgumentException($"tensor '{Name}' holds {Type}, not {typeof(T).Name}");
        if (RawData.Length > 0) return MemoryMarshal.Cast<byte, T>(RawData.Span).ToArray();
        if (typeof(T) == typeof(float)) return (T[])(object)floats.ToArray();
        if (typeof(T) == typeof(long)) return (T[])(object)longs.ToArray();
        if (typeof(T) == typeof(int)) return (T[])(object)integers.Select(x => (int)x).ToArray();
        if (typeof(T) == typeof(sbyte)) return (T[])(object)integers.Select(x => (sbyte)x).ToArray();
        if (typeof(T) == typeof(byte)) return (T[])(object)integers.Select(x => (byte)x).ToArray();
        if (typeof(T) == typeof(bool)) return (T[])(object)integers.Select(x => x != 0).ToArray();
        return Count == 0 ? [] : throw new NotSupportedException($"tensor '{Name}' of {Type} stands in a field that FineGrain does not read");
    }

    internal override void Fields(IFieldSink sink)
    {
        sink.Integers(1, Dims);
        sink.Integer(2, (long)Type);
        foreach (var value in floats) sink.Single(4, value);
        sink.Integers(5, integers);
        sink.Integers(7, longs);
        sink.Text(8, Name);
        if (RawData.Length > 0) sink.Bytes(9, RawData);
        sink.Messages(13, external);
        if (location != 0) sink.Integer(14, location);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: return input.ReadInto(tag, Dims);
            case 2: Type = (OnnxType)input.ReadEnum(); return true;
            case 4: return input.ReadInto(tag, floats);
            case 5: return input.ReadInto(tag, integers);
            case 7: return input.ReadInto(tag, longs);
            case 8: Name = input.ReadString(); return true;
            case 9: RawData = input.ReadBytes().Memory; return true;
            case 13: return input.ReadInto(external);
            case 14: location = input.ReadEnum(); return true;
            default: return false;
        }
    }
}
