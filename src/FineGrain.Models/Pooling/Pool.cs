using FineGrain.Core;
using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using static TorchSharp.torch;

namespace FineGrain.Models.Pooling;

/// <summary>Makes one vector of the states of a row's tokens; padding has no part in it.</summary>
public abstract class Pool : nn.Module
{
    private protected Pool(string name) : base(name) { }

    /// <summary>Every known name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["cls", "mean", "max", "attention"];

    /// <summary>The vector of each row.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="mask">1 for a token, 0 for padding, int64 [B, T].</param>
    /// <returns>Float32 [B, H]; 0 for a row without a token.</returns>
    public abstract Tensor forward(Tensor states, Tensor mask);

    /// <summary>The same in ONNX.</summary>
    internal abstract OnnxValue Emit(GraphEmitter emitter, OnnxValue states);

    /// <summary>The pooling called <paramref name="name"/>.</summary>
    /// <param name="name">cls, mean, max or attention.</param>
    /// <param name="width">Width H of the states.</param>
    /// <param name="initial">Draws first weights.</param>
    /// <exception cref="InputException">There is none of that name; the message lists the known ones.</exception>
    public static Pool Named(string name, int width, Initializer initial) => name switch
    {
        "cls" => new FirstTokenPool(),
        "mean" => new MeanPool(),
        "max" => new MaxPool(),
        "attention" => new AttentionPool(width, initial),
        _ => throw new InputException("model.pooling", $"unknown pooling '{name}'. {Nearest.Hint(name, [.. Names])}"),
    };
}
