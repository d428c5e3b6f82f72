using static TorchSharp.torch;

namespace FineGrain.Cli.Explaining;

/// <summary>The number that gradients explain of a text: ln p / (1 − p) of a label, or the number. Free of the shift that logits have, and not flat where the model is sure.</summary>
internal static class LabelLogOdds
{
    /// <summary>Takes logits, float32 [B, C], gives the explained number of each row, float32 [B].</summary>
    /// <param name="target">label, labels, number or categories.</param>
    /// <param name="labels">The labels in logit order.</param>
    /// <param name="name">The explained label; null for a number.</param>
    public static Func<Tensor, Tensor> Of(string target, IReadOnlyList<string> labels, string? name)
    {
        if (name is null) return logits => logits[.., 0];
        var label = labels.Index().First(l => l.Item == name).Index;
        if (target == "labels") return logits => logits[.., label];
        // The other answers about a category are its other labels, and 0 for not being mentioned; else the other answers are all other labels.
        var category = target == "categories" ? name[..(name.IndexOf('=', StringComparison.Ordinal) + 1)] : "";
        long[] others = [.. labels.Index().Where(l => l.Index != label && l.Item.StartsWith(category, StringComparison.Ordinal)).Select(l => (long)l.Index)];
        return logits =>
        {
            Tensor[] rivals = [.. others.Select(k => logits.narrow(1, k, 1)), .. target == "categories" ? [zeros(logits.shape[0], 1)] : (Tensor[])[]];
            return logits[.., label] - cat(rivals, 1).logsumexp(1);
        };
    }
}
