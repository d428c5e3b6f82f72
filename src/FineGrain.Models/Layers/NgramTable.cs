using System.Diagnostics;
using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Layers;

/// <summary>
/// A linear model over hashed n-grams: the sum of the weight rows of a text's n-grams, added to the logits (the wide part of Cheng et al. 2016).
/// Started from log-count ratios it is multinomial naive Bayes, trained on it becomes NB-SVM in the sense of Wang and Manning 2012, section 2.
/// </summary>
public sealed class NgramTable : nn.Module
{
    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "bias")] private readonly Parameter? bias;

    internal NgramTable(int buckets, int outputs, float[]? start, bool bias) : base(nameof(NgramTable))
    {
        if (start is not null && start.Length != buckets * outputs)
            throw new UnreachableException($"This is a bug: {start.Length} first n-gram weights for {buckets} buckets of {outputs} outputs.");
        weight = start is null ? Initializer.Constant(0, buckets, outputs) : Initializer.Of(start, buckets, outputs);
        this.bias = bias ? Initializer.Constant(0, outputs) : null;
        RegisterComponents();
    }

    /// <summary>Gives what the network reads in place of the summed rows, float32 [B, outputs]; null, as nearly always, leaves them. For explanations.</summary>
    internal Func<Tensor, Tensor>? Tap { get; set; }

    /// <summary>Logits of the n-grams.</summary>
    /// <param name="ids">Int64 [B, G], padded with 0.</param>
    /// <returns>Float32 [B, outputs].</returns>
    public Tensor forward(Tensor ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        var rows = weight.index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], -1); // (B, G, C)
        var sum = ids.ne(0).to(ScalarType.Float32).unsqueeze(1).bmm(rows).squeeze(1); // (B, C)
        if (Tap is not null) sum = Tap(sum);
        return (bias is null ? sum : sum + bias).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter)
    {
        var graph = emitter.Graph;
        var present = graph.Cast(graph.Not(graph.Equal(emitter.NgramIds, graph.Scalar(0L))), Onnx.Messages.OnnxType.Float); // (B, G)
        var sum = graph.Squeeze(graph.MatMul(graph.Unsqueeze(present, 1), graph.Gather(emitter.Weight(weight), emitter.NgramIds)), 1);
        return bias is null ? sum : graph.Add(sum, emitter.Weight(bias));
    }
}
