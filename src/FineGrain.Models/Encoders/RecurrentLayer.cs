using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>
/// One bidirectional LSTM or GRU layer that does not read padding: the backward direction begins at the last token.
/// Sources: Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000; Cho et al. 2014 in the variant whose reset gate follows
/// the product (as in cuDNN and torch). Equations: docs/math.md.
/// </summary>
/// <remarks>
/// The two directions are two torch layers over padded rows, the second over rows that are turned around within their length. Packed sequences give the same numbers, but their
/// gradient makes an array of zeros as large as the batch for every step: two to three times the time of this.
/// </remarks>
public sealed class RecurrentLayer : nn.Module
{
    /// <summary>torch stacks the gates as input, forget, cell, output; ONNX as input, output, forget, cell.</summary>
    private static readonly int[] lstmOrder = [0, 3, 1, 2];

    /// <summary>torch stacks the gates as reset, update, new; ONNX as update, reset, hidden.</summary>
    private static readonly int[] gruOrder = [1, 0, 2];

    [ComponentName(Name = "lstm")] private readonly Weights? lstm;
    [ComponentName(Name = "gru")] private readonly Weights? gru;
    private readonly Direction ahead, back;
    private readonly int hidden;

    /// <summary>A layer with first values uniform in ±1/√hidden, as PyTorch.</summary>
    /// <param name="cell">lstm or gru.</param>
    /// <param name="inputs">Width of the inputs.</param>
    /// <param name="hidden">Width of each direction.</param>
    /// <param name="initial">Draws first weights.</param>
    public RecurrentLayer(string cell, int inputs, int hidden, Initializer initial) : base(nameof(RecurrentLayer))
    {
        ArgumentNullException.ThrowIfNull(initial);
        this.hidden = hidden;
        (ahead, back) = (new(cell, inputs, hidden), new(cell, inputs, hidden));
        var weights = new Weights(ahead, back);
        if (cell == "lstm") lstm = weights;
        else gru = weights;
        RegisterComponents();
        // Torch's own first values come from its generator; these come from ours.
        using var scope = NewDisposeScope();
        using var still = no_grad();
        foreach (var (_, parameter) in named_parameters().OrderBy(p => p.name, StringComparer.Ordinal))
        {
            using var values = initial.Uniform(1 / Math.Sqrt(hidden), parameter.shape);
            parameter.copy_(values);
        }
    }

    /// <summary>States of both directions side by side.</summary>
    /// <param name="states">Float32 [B, T, inputs].</param>
    /// <param name="lengths">Tokens of each row, at least 1, int64 [B] on the CPU.</param>
    /// <returns>Float32 [B, T, 2 · hidden]; 0 at padding.</returns>
    public Tensor forward(Tensor states, Tensor lengths)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(lengths);
        using var scope = NewDisposeScope();
        var place = arange(states.shape[1]).unsqueeze(0); // (1, T)
        var row = lengths.unsqueeze(1); // (B, 1)
        var isToken = place.lt(row); // (B, T)
        var turned = where(isToken, row - 1 - place, place).unsqueeze(-1); // (B, T, 1); its own inverse
        var backward = back.Run(states.gather(1, turned.expand(-1, -1, states.shape[2]))).gather(1, turned.expand(-1, -1, hidden));
        return (cat([ahead.Run(states), backward], -1) * isToken.unsqueeze(-1).to(ScalarType.Float32)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    /// <param name="emitter">The graph.</param>
    /// <param name="states">[B, T, inputs].</param>
    /// <param name="lengths">Tokens of each row, int32 [B].</param>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue states, OnnxValue lengths)
    {
        using var scope = NewDisposeScope();
        var graph = emitter.Graph;
        var order = lstm is not null ? lstmOrder : gruOrder;
        var input = emitter.Constant("recurrent.input", Gates("weight_ih_l0", order)); // (2, gates · hidden, inputs)
        var recurrence = emitter.Constant("recurrent.recurrence", Gates("weight_hh_l0", order)); // (2, gates · hidden, hidden)
        var bias = emitter.Constant("recurrent.bias", cat([Gates("bias_ih_l0", order), Gates("bias_hh_l0", order)], 1)); // (2, 2 · gates · hidden)
        var x = graph.Transpose(states, 1, 0, 2); // (T, B, inputs)
        var run = lstm is not null
            ? graph.Lstm(x, input, recurrence, bias, lengths, hidden, bidirectional: true)
            : graph.Gru(x, input, recurrence, bias, lengths, hidden, bidirectional: true); // (T, 2, B, hidden)
        return graph.Reshape(graph.Transpose(run, 2, 0, 1, 3), 0, 0, 2 * hidden); // (B, T, 2 · hidden)
    }

    /// <summary>A parameter of both directions, its gates put into ONNX's order.</summary>
    private Tensor Gates(string name, int[] order)
    {
        var all = (lstm ?? gru!).named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
        Tensor Ordered(string key)
        {
            var gates = all[key].detach().chunk(order.Length, 0);
            return cat([.. order.Select(gate => gates[gate])], 0);
        }
        return stack([Ordered(name), Ordered(name + "_reverse")], 0);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ahead.Dispose();
            back.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>The parameters of both directions under the names of torch's bidirectional layer.</summary>
    private sealed class Weights : nn.Module
    {
        public Weights(Direction ahead, Direction back) : base(nameof(Weights))
        {
            foreach (var (name, parameter) in ahead.Parameters) register_parameter(name, parameter);
            foreach (var (name, parameter) in back.Parameters) register_parameter($"{name}_reverse", parameter);
        }
    }

    /// <summary>torch's layer of one direction. Not a module, so that its parameters are registered once.</summary>
    private sealed class Direction(string cell, int inputs, int hidden) : IDisposable
    {
        private readonly LSTM? lstm = cell == "lstm" ? nn.LSTM(inputs, hidden, batchFirst: true) : null;
        private readonly GRU? gru = cell == "lstm" ? null : nn.GRU(inputs, hidden, batchFirst: true);

        public IEnumerable<(string Name, Parameter Parameter)> Parameters => (lstm as nn.Module ?? gru!).named_parameters();

        /// <summary>States, float32 [B, T, hidden], of inputs [B, T, inputs].</summary>
        public Tensor Run(Tensor states) => lstm is not null ? lstm.call(states).Item1 : gru!.call(states).Item1;

        public void Dispose()
        {
            lstm?.Dispose();
            gru?.Dispose();
        }
    }
}
