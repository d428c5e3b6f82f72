using FineGrain.Models.Emission;
using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>
/// Multi-head attention softmax(Q Kᵀ / sqrt(D) + mask) V with N heads of width D: H / N, or with fewer heads after pruning. Source: Vaswani et al. 2017, equation 1 and
/// section 3.2.2. Returns the joined heads; the output projection belongs to <see cref="BlockOutput"/>, as in BERT's checkpoints.
/// </summary>
public sealed class SelfAttention : nn.Module
{
    [ComponentName(Name = "query")] private readonly Linear query;
    [ComponentName(Name = "key")] private readonly Linear key;
    [ComponentName(Name = "value")] private readonly Linear value;
    private readonly Dropout dropout;
    private readonly Rotary? rotary;
    private readonly long heads;

    /// <summary>Attention with weights N(0, deviation²).</summary>
    internal SelfAttention(TransformerConfig config, Initializer initial, DropoutStream random, Rotary? rotary) : base(nameof(SelfAttention))
    {
        var joined = config.Heads * config.HeadWidth; // N · D
        query = new(initial.Normal(config.InitialDeviation, joined, config.Width));
        key = new(initial.Normal(config.InitialDeviation, joined, config.Width));
        value = new(initial.Normal(config.InitialDeviation, joined, config.Width));
        dropout = new(config.AttentionDropout, random);
        this.rotary = rotary;
        heads = config.Heads;
        RegisterComponents();
    }

    /// <summary>Every token's mixture of the values of all tokens.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="mask">Added to the scores, float32 [B, 1, 1, T]: 0 for a token, <see cref="Masking.Hidden"/> for padding.</param>
    /// <param name="trace">Takes the attention weights, or null.</param>
    /// <param name="firstOnly">Whether the first token alone asks: Q = 1 instead of T.</param>
    /// <returns>Float32 [B, Q, N · D], or bfloat16 where training computes products in it.</returns>
    public Tensor forward(Tensor states, Tensor mask, Trace? trace = null, bool firstOnly = false)
    {
        using var scope = NewDisposeScope();
        var q = Split(query.forward(firstOnly ? states.narrow(1, 0, 1) : states)); // (B, N, Q, D)
        var k = Split(key.forward(states)); // (B, N, T, D)
        var v = Split(value.forward(states)); // (B, N, T, D)
        if (rotary is not null) (q, k) = (rotary.Rotate(q).to(v.dtype), rotary.Rotate(k).to(v.dtype));
        var mixed = dropout.Active || trace is not null ? Mixture(q, k, v, mask, trace) : nn.functional.scaled_dot_product_attention(q, k, v, mask.to(v.dtype)); // (B, N, Q, D)
        return mixed.transpose(1, 2).flatten(2).MoveToOuterDisposeScope(); // (B, Q, N · D)
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue states, OnnxValue mask, bool firstOnly = false)
    {
        var graph = emitter.Graph;
        var q = Split(graph, query.Emit(emitter, firstOnly ? graph.Slice(states, 1, 0, 1) : states));
        var k = Split(graph, key.Emit(emitter, states));
        var v = Split(graph, value.Emit(emitter, states));
        if (rotary is not null) (q, k) = (firstOnly ? q : rotary.Emit(emitter, q), rotary.Emit(emitter, k)); // the first position is turned by no angle
        var scores = graph.Mul(graph.MatMul(q, graph.Transpose(k, 0, 1, 3, 2)), (float)Scale); // (B, N, Q, T)
        var mixed = graph.MatMul(graph.Softmax(graph.Add(scores, mask)), v); // (B, N, Q, D)
        return graph.Reshape(graph.Transpose(mixed, 0, 2, 1, 3), 0, 0, Width); // (B, Q, N · D)
    }

    /// <summary>N · D.</summary>
    private long Width => query.Outputs;

    private double Scale => 1 / Math.Sqrt((double)Width / heads);

    /// <summary>The same attention in single steps, so that dropout can fall on the weights and a trace can keep them.</summary>
    private Tensor Mixture(Tensor q, Tensor k, Tensor v, Tensor mask, Trace? trace)
    {
        var scores = q.matmul(k.transpose(-2, -1)).to(ScalarType.Float32) * Scale + mask; // (B, N, Q, T)
        var weights = scores.softmax(-1);
        trace?.AddAttention(weights);
        return dropout.forward(weights).to(v.dtype).matmul(v);
    }

    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2); // (B, T, N · D) -> (B, N, T, D)

    private OnnxValue Split(GraphBuilder graph, OnnxValue x) => graph.Transpose(graph.Reshape(x, 0, 0, heads, Width / heads), 0, 2, 1, 3);
}
