using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineGrain.Models.Emission;

/// <summary>What a module needs to write itself into a graph: the model's inputs, its weights under their checkpoint names, and operators.</summary>
internal sealed class GraphEmitter
{
    private readonly Dictionary<IntPtr, string> names = [];
    private readonly Dictionary<string, OnnxValue> values = new(StringComparer.Ordinal);

    /// <param name="graph">The graph to write into.</param>
    /// <param name="model">The model, for the names of its parameters.</param>
    public GraphEmitter(GraphBuilder graph, nn.Module model)
    {
        Graph = graph;
        foreach (var (name, parameter) in model.named_parameters()) names[parameter.Handle] = name;
    }

    /// <summary>The operators.</summary>
    public GraphBuilder Graph { get; }

    /// <summary>Token ids, int64 [batch, length].</summary>
    public OnnxValue InputIds => Graph.InputOnce("input_ids", OnnxType.Int64, "batch", "length");

    /// <summary>1 for a token, 0 for padding, int64 [batch, length].</summary>
    public OnnxValue AttentionMask => Graph.InputOnce("attention_mask", OnnxType.Int64, "batch", "length");

    /// <summary>0 or 1, int64 [batch, length]; an input of the graph only where a module asks for it.</summary>
    public OnnxValue TokenTypeIds => Graph.InputOnce("token_type_ids", OnnxType.Int64, "batch", "length");

    /// <summary>n-gram ids, int64 [batch, ngrams]; an input of the graph only where a module asks for it.</summary>
    public OnnxValue NgramIds => Graph.InputOnce("ngram_ids", OnnxType.Int64, "batch", "ngrams");

    /// <summary>The first token of each unit, int64 [batch, units]; an input of the graph only of models that mark spans.</summary>
    public OnnxValue UnitTokens => Graph.InputOnce("unit_tokens", OnnxType.Int64, "batch", "units");

    /// <summary>The unit of each token, -1 for none, int64 [batch, length]; an input of the graph only where a module asks for it.</summary>
    public OnnxValue TokenUnits => Graph.InputOnce("token_units", OnnxType.Int64, "batch", "length");

    /// <summary>Character ids of each unit, int64 [batch, units, chars], 0 at padding; an input of the graph only where a module asks for it.</summary>
    public OnnxValue CharIds => Graph.InputOnce("char_ids", OnnxType.Int64, "batch", "units", "chars");

    /// <summary>Hashed features of each unit, int64 [batch, units, features], 0 for none; an input of the graph only where a module asks for it.</summary>
    public OnnxValue FeatureIds => Graph.InputOnce("feature_ids", OnnxType.Int64, "batch", "units", "features");

    /// <summary>The attention mask as float32 [batch, length].</summary>
    public OnnxValue FloatMask => Once("float mask", () => Graph.Cast(AttentionMask, OnnxType.Float));

    /// <summary>A parameter under its checkpoint name.</summary>
    public OnnxValue Weight(Parameter parameter) => Once(names[parameter.Handle], () => Constant(names[parameter.Handle], parameter));

    /// <summary>A matrix [out, in] as [in, out], the order that MatMul wants, under its checkpoint name.</summary>
    public OnnxValue Transposed(Parameter matrix) => Once(names[matrix.Handle], () =>
    {
        using var transposed = matrix.detach().t();
        return Constant(names[matrix.Handle], transposed);
    });

    /// <summary>A float32 constant with the values of a tensor.</summary>
    public OnnxValue Constant(string name, Tensor values)
    {
        using var scope = NewDisposeScope();
        return Graph.Constant(name, values.detach().cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray(), values.shape);
    }

    /// <summary>As many rows of a table as the input is long, beginning at <paramref name="first"/>.</summary>
    public OnnxValue Rows(OnnxValue table, long first) =>
        Graph.Slice(table, 0, Graph.Integers(first), Graph.Add(Graph.Dim(InputIds, 1), Graph.Integers(first)));

    /// <summary>Makes a value the first time that it is asked for.</summary>
    public OnnxValue Once(string key, Func<OnnxValue> make)
    {
        if (!values.TryGetValue(key, out var value)) values[key] = value = make();
        return value;
    }
}
