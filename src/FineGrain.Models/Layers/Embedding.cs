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
    private readonly Lookup sparse;

    /// <summary>A table with the given first rows.</summary>
    /// <param name="weight">Float32 [rows, width]; the layer owns it.</param>
    public Embedding(Parameter weight) : base(nameof(Embedding))
    {
        this.weight = weight;
        sparse = new(weight);
        RegisterComponents();
    }

    /// <summary>The table, float32 [rows, width].</summary>
    public Parameter Weight => weight;

    /// <summary>
    /// Whether backward leaves a sparse gradient (COO, one entry a looked-up id) instead of a dense [rows, width] array, which for a large
    /// vocabulary costs more than the rest of the step. Off unless the optimiser at work asks for it.
    /// </summary>
    public bool SparseGradient { get; set; }

    /// <summary>Gives what the network reads in place of the looked-up rows, float32 [..., width]; null, as nearly always, leaves them. For explanations.</summary>
    internal Func<Tensor, Tensor>? Tap { get; set; }

    /// <inheritdoc/>
    /// <param name="input">Int64 ids of any shape.</param>
    /// <returns>Float32 [..., width].</returns>
    public override Tensor forward(Tensor input)
    {
        if (SparseGradient && training && weight.requires_grad) return sparse.Rows(input);
        using var scope = NewDisposeScope();
        var rows = weight.index_select(0, input.flatten()).view([.. input.shape, weight.shape[1]]);
        return (Tap is null ? rows : Tap(rows)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue ids) => emitter.Graph.Gather(emitter.Weight(weight), ids);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) sparse.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>libtorch's own embedding over the same parameter, the only way to its sparse gradient. Not a module, so that the parameter is registered once.</summary>
    private sealed class Lookup(Parameter weight) : IDisposable
    {
        private TorchSharp.Modules.Embedding? table;

        public Tensor Rows(Tensor ids) => (table ??= nn.Embedding_from_pretrained(weight, freeze: false, sparse: true)).call(ids);

        public void Dispose() => table?.Dispose();
    }
}
