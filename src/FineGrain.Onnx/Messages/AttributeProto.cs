using System.Text;
using Google.Protobuf;

namespace FineGrain.Onnx.Messages;

/// <summary>One attribute of a node; <see cref="Value"/> is a float, long, string, tensor, graph, or an array of float, long or string.</summary>
public sealed class AttributeProto : OnnxMessage
{
    private readonly List<float> floats = [];
    private readonly List<long> integers = [];
    private readonly List<string> texts = [];
    private object? single;
    private Kinds kind;

    /// <summary>An attribute to be read.</summary>
    public AttributeProto() { }

    /// <summary>An attribute with a value.</summary>
    /// <exception cref="ArgumentException">ONNX has no attribute of this type.</exception>
    public AttributeProto(string name, object value)
    {
        Name = name;
        Value = value;
    }

    // AttributeProto.AttributeType of onnx.proto
    private enum Kinds { None = 0, Float = 1, Integer = 2, Text = 3, Tensor = 4, Graph = 5, Floats = 6, Integers = 7, Texts = 8 }

    /// <summary>Name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The value; int and bool are taken as long, int[] as long[].</summary>
    /// <exception cref="ArgumentException">ONNX has no attribute of this type.</exception>
    public object Value
    {
        get => kind switch
        {
            Kinds.Floats => floats.ToArray(),
            Kinds.Integers => integers.ToArray(),
            Kinds.Texts => texts.ToArray(),
            _ => single ?? throw new NotSupportedException($"attribute '{Name}' has a type that FineGrain does not read"),
        };
        set
        {
            floats.Clear();
            integers.Clear();
            texts.Clear();
            (single, kind) = value switch
            {
                float or double => (Convert.ToSingle(value, null), Kinds.Float),
                long or int or bool => (Convert.ToInt64(value, null), Kinds.Integer),
                string => (value, Kinds.Text),
                TensorProto => (value, Kinds.Tensor),
                GraphProto => (value, Kinds.Graph),
                float[] => ((object?)null, Kinds.Floats),
                long[] or int[] => (null, Kinds.Integers),
                string[] => (null, Kinds.Texts),
                _ => throw new ArgumentException($"attribute '{Name}': ONNX has no attribute of type {value.GetType().Name}; use float, long, string, TensorProto, GraphProto or an array of the first three", nameof(value)),
            };
            if (value is float[] f) floats.AddRange(f);
            if (value is long[] l) integers.AddRange(l);
            if (value is int[] i) integers.AddRange(i.Select(x => (long)x));
            if (value is string[] s) texts.AddRange(s);
        }
    }

    internal override void Fields(IFieldSink sink)
    {
        sink.Text(1, Name);
        switch (single)
        {
            case float f: sink.Single(2, f); break;
            case long i: sink.Integer(3, i); break;
            case string s: sink.Bytes(4, Encoding.UTF8.GetBytes(s)); break;
            case TensorProto t: sink.Message(5, t); break;
            case GraphProto g: sink.Message(6, g); break;
        }
        foreach (var value in floats) sink.Single(7, value);
        sink.Integers(8, integers);
        sink.Texts(9, texts);
        sink.Integer(20, (long)kind);
    }

    internal override bool Read(int number, uint tag, CodedInputStream input)
    {
        switch (number)
        {
            case 1: Name = input.ReadString(); return true;
            case 2: single = input.ReadFloat(); return true;
            case 3: single = input.ReadInt64(); return true;
            case 4: single = input.ReadString(); return true;
            case 5: single = input.Message<TensorProto>(); return true;
            case 6: single = input.Message<GraphProto>(); return true;
            case 7: return input.ReadInto(tag, floats);
            case 8: return input.ReadInto(tag, integers);
            case 9: return input.ReadInto(texts);
            case 20: kind = (Kinds)input.ReadEnum(); return true;
            default: return false;
        }
    }
}
