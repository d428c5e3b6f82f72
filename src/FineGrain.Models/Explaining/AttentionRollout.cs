using FineGrain.Core;
using FineGrain.Models.Families;
using static TorchSharp.torch;

namespace FineGrain.Models.Explaining;

/// <summary>
/// Attention rollout: the attention of all layers multiplied through, half of each layer being the residual connection (Abnar and Zuidema 2020, equation 1).
/// It says where information could flow from, not which way it pushed: all values are positive and the same for every label.
/// </summary>
public static class AttentionRollout
{
    /// <summary>Share of each token in what the pooling reads; sums to 1 over all tokens, special ones included.</summary>
    /// <param name="model">A Transformer in evaluation mode.</param>
    /// <param name="text">A batch of one row.</param>
    /// <param name="firstToken">Whether the classifier reads the first token alone; else the mean over tokens is taken.</param>
    /// <exception cref="InputException">The network has no attention between tokens, or is several networks.</exception>
    public static double[] Of(TextModel model, Batch text, bool firstToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model is EnsembleModel) throw new InputException("model", "is an ensemble, whose members attend each in their own way. Use occlusion or integrated gradients.");
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var trace = new Trace();
        model.MemberLogits(ModelInput.From(text), null, trace);
        if (trace.Attention.Count == 0) throw new InputException("model", "has no attention between tokens. Use occlusion or integrated gradients.");
        var identity = eye(text.Length);
        var flow = identity;
        foreach (var layer in trace.Attention) flow = ((layer[0].mean([0]) + identity) / 2).matmul(flow); // (T, T)
        var read = firstToken ? flow[0] : flow.mean([0]); // (T)
        return [.. read.data<float>().Select(v => (double)v)];
    }
}
