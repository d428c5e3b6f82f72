using FineGrain.Core;

namespace FineGrain.Inference;

/// <summary>Every decoder's first question: are the logits numbers to decide by?</summary>
internal static class FiniteLogits
{
    /// <param name="place">Named in the error: the example, or what else the logits are of.</param>
    /// <param name="logits">What the network answers.</param>
    /// <exception cref="InputException">A logit is not a finite number: the network was broken in training.</exception>
    public static void Check(string place, ReadOnlySpan<float> logits)
    {
        foreach (var logit in logits)
            if (!float.IsFinite(logit)) throw new InputException(place, $"the network answers {logit}, which is no number to decide by. Train the model again with a smaller learning rate.");
    }
}
