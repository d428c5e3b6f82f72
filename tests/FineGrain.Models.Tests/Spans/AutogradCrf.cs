using FineGrain.Core.Spans;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Spans;

/// <summary>The oracle: the forward algorithm written in torch operators, whose slopes are torch's own.</summary>
internal static class AutogradCrf
{
    /// <param name="scheme">The tags.</param>
    /// <param name="scores">Float32 [K + 2, K], of which only allowed places are read.</param>
    /// <param name="emissions">Float32 [B, U, K].</param>
    /// <param name="tags">Int64 [B, U].</param>
    /// <param name="mask">Int64 [B, U].</param>
    public static Tensor NegativeLogLikelihood(TagSet scheme, Tensor scores, Tensor emissions, Tensor tags, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var (units, count) = (emissions.shape[1], scheme.Count);
        var rules = tensor(scheme.Rules(), [count + 2, count]);
        var ruled = where(rules.eq(0), scores, rules);
        var (moves, start, end) = (ruled[..count], ruled[count], ruled[count + 1]);
        var flags = mask.to(ScalarType.Float32);
        var known = tags.clamp_min(0);
        var own = emissions.gather(2, known.unsqueeze(2)).squeeze(2); // (B, U)
        var alpha = start + emissions.select(1, 0); // (B, K)
        var gold = (start.index_select(0, known.select(1, 0)) + own.select(1, 0)) * flags.select(1, 0); // (B)
        for (var t = 1; t < units; t++)
        {
            var next = logsumexp(alpha.unsqueeze(2) + moves, 1) + emissions.select(1, t);
            var real = flags.select(1, t);
            alpha = where(real.unsqueeze(1).gt(0), next, alpha);
            gold = gold + (moves.view(-1).index_select(0, known.select(1, t - 1) * count + known.select(1, t)) + own.select(1, t)) * real;
        }
        var last = known.gather(1, (mask.sum(1, keepdim: true) - 1).clamp_min(0)).squeeze(1); // (B)
        gold = gold + end.index_select(0, last) * flags.select(1, 0);
        return ((logsumexp(alpha + end, 1) - gold) * flags.select(1, 0)).MoveToOuterDisposeScope();
    }
}
