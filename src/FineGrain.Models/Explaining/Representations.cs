using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Models.Families;
using static TorchSharp.torch;

namespace FineGrain.Models.Explaining;

/// <summary>
/// What a network makes of a text or of a span of it, as unit vectors: their products are cosines. Of an ensemble the vectors of its members side by side, so that a cosine is the
/// mean of theirs.
/// </summary>
public static class Representations
{
    /// <summary>The vector that the classifier reads for each row of a batch; of a model that marks spans the mean of its token states.</summary>
    /// <param name="model">A network in evaluation mode.</param>
    /// <param name="batch">The batch.</param>
    /// <exception cref="InputException">The network has no such vector.</exception>
    public static float[][] Of(TextModel model, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Joined(model, batch, trace => trace.Pooled ?? (trace.States.Count == 0 ? null : Mean(trace.States[^1], tensor([.. batch.AttentionMask.Select(m => (float)m)], [batch.Rows, batch.Length]))));
    }

    /// <summary>The mean state of each span's tokens.</summary>
    /// <param name="model">A network that marks spans, in evaluation mode.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="spans">Row of the batch and span in units; at least one.</param>
    /// <exception cref="InputException">The network has no states of tokens.</exception>
    public static float[][] OfSpans(TextModel model, Batch batch, IReadOnlyList<(int Row, UnitSpan Span)> spans)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(spans);
        var members = new float[spans.Count * batch.Length];
        for (var s = 0; s < spans.Count; s++)
            for (var t = 0; t < batch.Length; t++)
                if (batch.TokenUnits[(spans[s].Row * batch.Length) + t] is var unit && unit >= spans[s].Span.Start && unit < spans[s].Span.End) members[(s * batch.Length) + t] = 1;
        return Joined(model, batch, trace => trace.States.Count == 0 ? null
            : Mean(trace.States[^1].index_select(0, tensor([.. spans.Select(s => (long)s.Row)])), tensor(members, [spans.Count, batch.Length])));
    }

    /// <param name="states">Float32 [N, T, H].</param>
    /// <param name="members">1 for a token that counts, float32 [N, T].</param>
    private static Tensor Mean(Tensor states, Tensor members) => members.unsqueeze(1).bmm(states).squeeze(1) / members.sum(1, keepdim: true).clamp_min(1);

    private static float[][] Joined(TextModel model, Batch batch, Func<Trace, Tensor?> vectors)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var input = ModelInput.From(batch);
        var parts = new List<Tensor>();
        foreach (var member in model is EnsembleModel ensemble ? ensemble.Members : [model])
        {
            using var trace = new Trace();
            member.MemberLogits(input, null, trace);
            if (vectors(trace) is { } found) parts.Add(nn.functional.normalize(found, dim: 1));
        }
        if (parts.Count == 0) throw new InputException("model", "reads n-grams alone and has no vector of a text, so no nearest examples.");
        var unit = nn.functional.normalize(cat(parts, 1), dim: 1); // (N, P)
        return [.. unit.contiguous().data<float>().ToArray().Chunk((int)unit.shape[1])];
    }
}
