using FineGrain.Core;
using FineGrain.Models.Emission;
using FineGrain.Onnx;
using static TorchSharp.torch;

namespace FineGrain.Models.Activations;

/// <summary>An element-wise function by its name in the recipe, in Torch and in ONNX. Equations: docs/math.md.</summary>
public sealed class Activation
{
    private static readonly Activation[] all =
    [
        // 1 / (1 + e^-x)
        new("sigmoid", x => x.sigmoid()),
        // max(0, x); Nair and Hinton 2010
        new("relu", x => x.relu()),
        new("tanh", x => x.tanh()),
        // x Φ(x); Hendrycks and Gimpel 2016, equation 1
        new("gelu", nn.functional.gelu),
        // 0.5 x (1 + tanh(sqrt(2/π) (x + 0.044715 x³))); the same paper, equation 2
        new("gelu-tanh", TanhGelu),
        // x / (1 + e^-x); Elfwing, Uchibe and Doya 2017, equation 1 of its section 2
        new("silu", x => nn.functional.silu(x)),
    ];

    private readonly Func<Tensor, Tensor> forward;

    private Activation(string name, Func<Tensor, Tensor> forward) => (Name, this.forward) = (name, forward);

    /// <summary>Name in the recipe.</summary>
    public string Name { get; }

    /// <summary>Every known name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. all.Select(a => a.Name)];

    /// <summary>The activation called <paramref name="name"/>.</summary>
    /// <exception cref="InputException">There is none of that name; the message lists the known ones.</exception>
    public static Activation Named(string name) => all.FirstOrDefault(a => a.Name == name)
        ?? throw new InputException("model.activation", $"unknown activation '{name}'. {Nearest.Hint(name, [.. Names])}");

    /// <summary>The function of every element.</summary>
    /// <param name="input">Float32 of any shape, or bfloat16.</param>
    /// <returns>The same shape and type.</returns>
    public Tensor Apply(Tensor input) => forward(input);

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue input) => emitter.Graph.Activation(Name, input);

    private static Tensor TanhGelu(Tensor x)
    {
        using var scope = NewDisposeScope();
        var inner = (x + 0.044715 * x.pow(3)) * Math.Sqrt(2 / Math.PI);
        return (0.5 * x * (1 + inner.tanh())).MoveToOuterDisposeScope();
    }
}
