using FineGrain.Core;
using FineGrain.Models.Families;
using FineGrain.Models.HuggingFace;
using static TorchSharp.torch;

namespace FineGrain.Models.Explaining;

/// <summary>
/// Attention rollout: the attention of all layers multiplied through, half of each layer being the residual connection (Abnar and Zuidema 2020, equation 1).
/// It says where information could flow from, not which way it pushed: all values are positive and the same for every label. Of an ensemble the mean over its members.
/// </summary>
public static class AttentionRollout
{
    /// <summary>Whether a network, and of an ensemble every member, has attention between tokens.</summary>
    public static bool Reads(TextModel model) => model switch
    {
        EnsembleModel ensemble => ensemble.Members.All(Reads),
        TransformerModel or PretrainedModel => true,
        _ => false,
    };

    /// <summary>Share of each token in what is read for the answer; sums to 1 over all tokens, special ones included.</summary>
    /// <param name="model">A network in evaluation mode.</param>
    /// <param name="text">A batch of one row.</param>
    /// <param name="readers">Tokens whose states are read, of a span its own; null for what the pooling reads: the first token, or all.</param>
    /// <exception cref="InputException">A network has no attention between tokens.</exception>
    public static double[] Of(TextModel model, Batch text, IReadOnlyList<int>? readers = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!Reads(model)) throw new InputException("model", "has no attention between tokens, or is an ensemble with a member that has none. Use occlusion or integrated gradients.");
        if (model is EnsembleModel ensemble)
        {
            double[][] each = [.. ensemble.Members.Select(member => Of(member, text, readers))];
            return [.. Enumerable.Range(0, text.Length).Select(t => each.Average(flow => flow[t]))];
        }
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var trace = new Trace();
        model.MemberLogits(ModelInput.From(text), null, trace);
        var identity = eye(text.Length);
        var flow = identity;
        foreach (var layer in trace.Attention) flow = ((layer[0].mean([0]) + identity) / 2).matmul(flow); // (T, T)
        var pooling = (model as TransformerModel ?? ((PretrainedModel)model).Network).Config.Pooling;
        long[] read = readers is not null ? [.. readers.Select(r => (long)r)] : pooling == "cls" ? [0] : [.. Enumerable.Range(0, text.Length).Select(t => (long)t)];
        return [.. flow.index_select(0, tensor(read)).mean([0]).data<float>().Select(v => (double)v)];
    }
}
