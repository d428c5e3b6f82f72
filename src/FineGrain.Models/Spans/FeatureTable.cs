using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = FineGrain.Models.Layers.Dropout;
using Embedding = FineGrain.Models.Layers.Embedding;

namespace FineGrain.Models.Spans;

/// <summary>
/// The sum of the rows of a unit's hashed features, times a factor. With as many columns as tags it is the linear part of a conditional random field
/// (Lafferty et al. 2001, equation 1) and starts from 0; with any other width it is one more embedding of the unit. Its gradient is sparse where that of
/// <see cref="Embedding"/> is: by the rows that a batch uses.
/// </summary>
public sealed class FeatureTable : nn.Module
{
    [ComponentName(Name = "table")] private readonly Embedding table;
    private readonly double scale;
    private readonly Dropout? dropout;

    /// <param name="rows">The table [buckets, width]; row 0 has no part in anything.</param>
    /// <param name="scale">Factor of the sum, such as 1 / √F.</param>
    /// <param name="rate">Share of single features that training hides, so that no strong one starves the weak (Sutton et al. 2006).</param>
    /// <param name="random">The model's dropout; null where the rate is 0.</param>
    private FeatureTable(TorchSharp.Modules.Parameter rows, double scale, double rate, DropoutStream? random) : base(nameof(FeatureTable))
    {
        table = new(rows);
        this.scale = scale;
        dropout = random is null ? null : new(rate, random);
        RegisterComponents();
    }

    /// <summary>The parameter below this module that a batch touches only in the rows of its ids.</summary>
    public const string TableName = "table.weight";

    /// <summary>A table that starts from 0, for scores.</summary>
    /// <param name="buckets">Rows.</param>
    /// <param name="outputs">Columns.</param>
    /// <param name="rate">Share of features that training hides.</param>
    /// <param name="random">The model's dropout; null hides none.</param>
    internal static FeatureTable Linear(int buckets, int outputs, double rate = 0, DropoutStream? random = null) => new(Initializer.Constant(0, buckets, outputs), 1, rate, random);

    /// <summary>A table that starts from small normal numbers, for embeddings; sums of <paramref name="features"/> rows are scaled by 1 / √features, so that they vary as one row does.</summary>
    /// <param name="buckets">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="features">Features of a unit F.</param>
    /// <param name="initial">First values.</param>
    /// <param name="rate">Share of features that training hides.</param>
    /// <param name="random">The model's dropout; null hides none.</param>
    internal static FeatureTable Embedded(int buckets, int width, int features, Initializer initial, double rate = 0, DropoutStream? random = null) =>
        new(initial.Table(0.1, buckets, width, padding: 0), 1 / Math.Sqrt(Math.Max(1, features)), rate, random);

    /// <summary>Gives what the network reads in place of the summed rows, float32 [B, U, width]; null, as nearly always, leaves them. For explanations.</summary>
    internal Func<Tensor, Tensor>? Tap { get; set; }

    /// <summary>The summed rows.</summary>
    /// <param name="ids">Int64 [B, U, F], 0 for none.</param>
    /// <returns>Float32 [B, U, width]; 0 for a unit without features.</returns>
    public Tensor forward(Tensor ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        var flat = ids.view(-1, ids.shape[2]); // (B · U, F)
        var rows = table.forward(flat); // (B · U, F, D)
        var present = flat.ne(0).to(ScalarType.Float32) * scale; // (B · U, F)
        if (dropout is not null) present = dropout.forward(present);
        var sums = present.unsqueeze(1).bmm(rows); // (B · U, 1, D)
        sums = sums.view(ids.shape[0], ids.shape[1], rows.shape[2]);
        return (Tap is null ? sums : Tap(sums)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter)
    {
        var graph = emitter.Graph;
        var present = emitter.Once("features present", () => graph.Cast(graph.Not(graph.Equal(emitter.FeatureIds, graph.Scalar(0L))), OnnxType.Float)); // (B, U, F)
        var sums = graph.Squeeze(graph.MatMul(graph.Unsqueeze(present, 2), table.Emit(emitter, emitter.FeatureIds)), 2); // (B, U, D)
        return scale == 1 ? sums : graph.Mul(sums, (float)scale);
    }
}
