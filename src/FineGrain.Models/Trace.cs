using static TorchSharp.torch;

namespace FineGrain.Models;

/// <summary>What a network held on its way to the logits, with the way back for gradients; owns its tensors.</summary>
public sealed class Trace : IDisposable
{
    private readonly List<Tensor> states = [], attention = [];

    /// <summary>Token states after each layer, float32 [B, T, H]; rows of padding hold no meaning. Empty for networks without layers over tokens.</summary>
    public IReadOnlyList<Tensor> States => states;

    /// <summary>Attention weights of each layer, float32 [B, N, T, T]; a row sums to 1. Empty for networks without attention between tokens.</summary>
    public IReadOnlyList<Tensor> Attention => attention;

    /// <summary>The text's vector that the classifier reads, before mixup and dropout, float32 [B, P]; null for a network that has none (n-grams alone).</summary>
    public Tensor? Pooled { get; private set; }

    internal void AddStates(Tensor values) => states.Add(Own(values));

    internal void AddAttention(Tensor values) => attention.Add(Own(values));

    internal void SetPooled(Tensor values)
    {
        Pooled?.Dispose();
        Pooled = Own(values);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in states.Concat(attention)) tensor.Dispose();
        Pooled?.Dispose();
    }

    /// <summary>Another handle on the same values, which no scope of the forward pass frees.</summary>
    private static Tensor Own(Tensor values) => values.alias().DetachFromDisposeScope();
}
