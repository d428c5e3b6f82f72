using FineGrain.Core.Spans;
using FineGrain.Models.Spans;
using static TorchSharp.torch;

namespace FineGrain.Models.Explaining;

/// <summary>
/// The number that gradients explain of a span: of a tagger the mean over its units of logit(tag) − logsumexp(other tags), with the tags that the scheme gives this very span; of a
/// head that scores stretches the same of its one cell. Log-odds are free of the shift that logits have, and not flat where the model is sure.
/// </summary>
public static class SpanLogOdds
{
    /// <summary>Takes logits as <see cref="SpanHead.forward"/> gives them, gives the log-odds of <paramref name="span"/> in each row, float32 [B].</summary>
    /// <param name="shape">Head, scheme and labels.</param>
    /// <param name="span">The span in units.</param>
    public static Func<Tensor, Tensor> Of(SpanShape shape, UnitSpan span)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.ScoresStretches) return logits => LogOdds(logits.narrow(1, span.Start, 1).narrow(2, span.End - 1, 1).squeeze(2), [span.Label + 1]);
        var tags = shape.Tags.Encode([span], span.End)[span.Start..];
        return logits => LogOdds(logits.narrow(1, span.Start, tags.Length), tags);
    }

    /// <param name="cells">Float32 [B, N, K].</param>
    /// <param name="columns">The wanted column of each of the N.</param>
    private static Tensor LogOdds(Tensor cells, int[] columns)
    {
        var width = (int)cells.shape[2];
        var hidden = new float[columns.Length * width]; // the wanted column has no part in the sum of the others
        for (var i = 0; i < columns.Length; i++) hidden[(i * width) + columns[i]] = float.NegativeInfinity;
        var wanted = tensor([.. columns.Select(c => (long)c)], [1, columns.Length, 1]).expand(cells.shape[0], -1, -1);
        return (cells.gather(2, wanted).squeeze(2) - (cells + tensor(hidden, [1, columns.Length, width])).logsumexp(2)).mean([1]);
    }
}
