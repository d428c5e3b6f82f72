using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx;

public sealed partial class GraphBuilder
{
    /// <summary>A constant tensor named in the open scope; taken names get a number.</summary>
    /// <param name="name">Name, e.g. that of the parameter in the checkpoint.</param>
    /// <param name="data">Elements, row-major; copied.</param>
    /// <param name="dims">Dimensions; none for a scalar.</param>
    /// <exception cref="ArgumentException">The dimensions ask for another number of elements.</exception>
    public OnnxValue Constant(string name, float[] data, params long[] dims) => Initializer(name, OnnxType.Float, data, dims);

    /// <inheritdoc cref="Constant(string, float[], long[])"/>
    public OnnxValue Constant(string name, long[] data, params long[] dims) => Initializer(name, OnnxType.Int64, data, dims);

    /// <inheritdoc cref="Constant(string, float[], long[])"/>
    public OnnxValue Constant(string name, int[] data, params long[] dims) => Initializer(name, OnnxType.Int32, data, dims);

    /// <inheritdoc cref="Constant(string, float[], long[])"/>
    public OnnxValue Constant(string name, sbyte[] data, params long[] dims) => Initializer(name, OnnxType.Int8, data, dims);

    /// <inheritdoc cref="Constant(string, float[], long[])"/>
    public OnnxValue Constant(string name, byte[] data, params long[] dims) => Initializer(name, OnnxType.UInt8, data, dims);

    /// <inheritdoc cref="Constant(string, float[], long[])"/>
    public OnnxValue Constant(string name, bool[] data, params long[] dims) => Initializer(name, OnnxType.Bool, data, dims);

    /// <summary>A constant tensor without a name of its own.</summary>
    /// <inheritdoc cref="Constant(string, float[], long[])"/>
    public OnnxValue Constant(float[] data, params long[] dims) => Constant("constant", data, dims);

    /// <inheritdoc cref="Constant(float[], long[])"/>
    public OnnxValue Constant(long[] data, params long[] dims) => Constant("constant", data, dims);

    /// <inheritdoc cref="Constant(float[], long[])"/>
    public OnnxValue Constant(int[] data, params long[] dims) => Constant("constant", data, dims);

    /// <summary>A scalar; equal ones are shared in the whole graph.</summary>
    public OnnxValue Scalar(float value) => Shared(FormattableString.Invariant($"float:{value:R}"), name => TensorProto.Of<float>(name, OnnxType.Float, [value], []));

    /// <summary>An integer scalar; equal ones are shared in the whole graph.</summary>
    public OnnxValue Scalar(long value) => Shared(FormattableString.Invariant($"int64:{value}"), name => TensorProto.Of<long>(name, OnnxType.Int64, [value], []));

    /// <summary>A one-dimensional list of integers, e.g. axes or a shape; equal ones are shared in the whole graph.</summary>
    public OnnxValue Integers(params long[] values) =>
        Shared($"int64:[{string.Join(',', values)}]", name => TensorProto.Of<long>(name, OnnxType.Int64, values, [values.Length]));

    private OnnxValue Shared(string key, Func<string, TensorProto> create)
    {
        if (shared.TryGetValue(key, out var known)) return known;
        Graph.Initializers.Add(create(Claim(key)));
        return shared[key] = new(key);
    }

    private OnnxValue Initializer<T>(string name, OnnxType type, T[] data, long[] dims) where T : unmanaged
    {
        var tensor = TensorProto.Of<T>(Unique(name), type, data, dims);
        Graph.Initializers.Add(tensor);
        return new(tensor.Name);
    }
}
