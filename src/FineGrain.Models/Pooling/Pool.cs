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
    public static IReadOnlyList<string> Names { get; } = ["cls", "mean", "max", "attention", "target"];

    /// <summary>Whether it reads token types, which say where the asked aspect stands.</summary>
    public virtual bool UsesTokenTypes => false;

    /// <summary>The vector of each row, for a pooling that asks where the aspect stands.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="mask">1 for a token, 0 for padding, int64 [B, T].</param>
    /// <param name="types">1 for a token of the asked aspect, int64 [B, T]; null means all 0.</param>
    /// <returns>Float32 [B, H].</returns>
    public virtual Tensor forward(Tensor states, Tensor mask, Tensor? types) => forward(states, mask);

    /// <summary>The vector of each row.</summary>
    /// <param name="states">Float32 [B, T, H].</param>
    /// <param name="mask">1 for a token, 0 for padding, int64 [B, T].</param>
    /// <returns>Float32 [B, H]; 0 for a row without a token.</returns>
    public abstract Tensor forward(Tensor states, Tensor mask);

    /// <summary>The same in ONNX.</summary>
    internal abstract OnnxValue Emit(GraphEmitter emitter, OnnxValue states);

    /// <summary>The pooling called <paramref name="name"/>.</summary>
    /// <param name="name">cls, mean, max, attention or target.</param>
    /// <param name="width">Width H of the states.</param>
    /// <param name="initial">Draws first weights.</param>
    /// <exception cref="InputException">There is none of that name; the message lists the known ones.</exception>
    public static Pool Named(string name, int width, Initializer initial) => name switch
    {
        "cls" => new FirstTokenPool(),
        "mean" => new MeanPool(),
        "max" => new MaxPool(),
        "attention" => new AttentionPool(width, initial),
        "target" => new TargetPool(width, initial),
        _ => throw new InputException("model.pooling", $"unknown pooling '{name}'. {Nearest.Hint(name, [.. Names])}"),
    };
}
