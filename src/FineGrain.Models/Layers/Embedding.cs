using FineGrain.Models.Emission;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Layers;

/// <summary>Rows of a table by id.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private readonly Parameter weight;

    /// <summary>A table with the given first rows.</summary>
    /// <param name="weight">Float32 [rows, width]; the layer owns it.</param>
    public Embedding(Parameter weight) : base(nameof(Embedding))
    {
        this.weight = weight;
        RegisterComponents();
    }

    /// <summary>The table, float32 [rows, width].</summary>
    public Parameter Weight => weight;

    /// <inheritdoc/>
    /// <param name="input">Int64 ids of any shape.</param>
    /// <returns>Float32 [..., width].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return weight.index_select(0, input.flatten()).view([.. input.shape, weight.shape[1]]).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue ids) => emitter.Graph.Gather(emitter.Weight(weight), ids);
}
