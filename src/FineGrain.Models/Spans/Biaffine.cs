using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = FineGrain.Models.Layers.Dropout;
using Linear = FineGrain.Models.Layers.Linear;

namespace FineGrain.Models.Spans;

/// <summary>
/// A score for every first and last unit and every label, for spans that may lie inside each other: s = relu(W_s h_i), e = relu(W_e h_j),
/// score = sᵀ U e + W (s ⊕ e) + b. Sources: Dozat and Manning 2017, section 2.1; Yu, Bohnet and Poesio 2020, equations 1 to 3.
/// </summary>
public sealed class Biaffine : nn.Module
{
    [ComponentName(Name = "start")] private readonly Linear start;
    [ComponentName(Name = "end")] private readonly Linear end;
    [ComponentName(Name = "product")] private readonly Linear product;
    [ComponentName(Name = "start_score")] private readonly Linear startScore;
    [ComponentName(Name = "end_score")] private readonly Linear endScore;
    private readonly Dropout startDropout;
    private readonly Dropout endDropout;
    private readonly int width;
    private readonly int outputs;

    /// <summary>A head with its first weights.</summary>
    /// <param name="inputs">Width H of the states.</param>
    /// <param name="width">Width D of the start and end vectors.</param>
    /// <param name="outputs">C + 1: none, then the labels.</param>
    /// <param name="dropout">Dropping probability of the start and end vectors.</param>
    /// <param name="initial">Draws first weights.</param>
    /// <param name="random">The model's stream.</param>
    public Biaffine(int inputs, int width, int outputs, double dropout, Initializer initial, DropoutStream random) : base(nameof(Biaffine))
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(random);
        (this.width, this.outputs) = (width, outputs);
        start = new(initial.Glorot(width, inputs));
        end = new(initial.Glorot(width, inputs));
        product = new(initial.Glorot((long)outputs * width, width), bias: false);
        startScore = new(initial.Glorot(outputs, width));
        endScore = new(initial.Glorot(outputs, width), bias: false); // the bias of the start's is enough
        (startDropout, endDropout) = (new(dropout, random), new(dropout, random));
        RegisterComponents();
    }

    /// <summary>The scores of all cells.</summary>
    /// <param name="states">Float32 [B, U, H].</param>
    /// <returns>Float32 [B, U, U, C + 1] (first unit, last unit, none and labels).</returns>
    public Tensor forward(Tensor states)
    {
        ArgumentNullException.ThrowIfNull(states);
        using var scope = NewDisposeScope();
        var units = states.shape[1];
        var first = startDropout.forward(start.forward(states).relu()); // (B, U, D)
        var last = endDropout.forward(end.forward(states).relu()); // (B, U, D)
        var left = product.forward(first).reshape(-1, units * outputs, width); // (B, U · (C + 1), D)
        var pairs = left.bmm(last.transpose(1, 2)).view(-1, units, outputs, units).transpose(2, 3); // (B, U, U, C + 1)
        return (pairs + startScore.forward(first).unsqueeze(2) + endScore.forward(last).unsqueeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The same as <see cref="forward"/> in ONNX.</summary>
    /// <param name="emitter">The graph.</param>
    /// <param name="states">[batch, units, H].</param>
    /// <returns>[batch, units, units, C + 1].</returns>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue states)
    {
        var graph = emitter.Graph;
        var first = graph.Relu(start.Emit(emitter, states)); // (B, U, D)
        var last = graph.Relu(end.Emit(emitter, states)); // (B, U, D)
        var left = graph.Reshape(product.Emit(emitter, first), 0, -1, width); // (B, U · (C + 1), D)
        var shape = graph.Concat(0, graph.Integers(0, -1, outputs), graph.Dim(last, 1));
        var pairs = graph.Transpose(graph.Reshape(graph.MatMul(left, graph.Transpose(last, 0, 2, 1)), shape), 0, 1, 3, 2); // (B, U, U, C + 1)
        return graph.Add(graph.Add(pairs, graph.Unsqueeze(startScore.Emit(emitter, first), 2)), graph.Unsqueeze(endScore.Emit(emitter, last), 1));
    }
}
