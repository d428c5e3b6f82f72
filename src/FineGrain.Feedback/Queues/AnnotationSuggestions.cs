using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Queues;

/// <summary>Texts that are worth a label next, each with the answer of the committee as the proposal.</summary>
public static class AnnotationSuggestions
{
    /// <summary>The queue, in the order of the strategy. Its gain is the expected number of answers that are wrong now, for a minute.</summary>
    /// <param name="train">Examples with one label each.</param>
    /// <param name="pool">Texts; the labels of those that have some are not looked at.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="strategy">One of <see cref="ActiveLearning.Strategies"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">Time of the corrections.</param>
    /// <param name="models">Answers of real models by the id of the text, one list for each model; null asks probes.</param>
    /// <exception cref="InputException">A model has no answer for a text.</exception>
    public static Suggestions Of(IReadOnlyList<Example> train, IReadOnlyList<Example> pool, LabelSet labels, string strategy, int count, DateTimeOffset now, IReadOnlyList<IReadOnlyDictionary<string, double[]>>? models = null)
    {
        var known = train.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        pool = [.. pool.Where(e => !known.Contains(e.Id)).DistinctBy(e => e.Id)];
        var learning = models is null ? new ActiveLearning(train, pool, labels) : new ActiveLearning(pool, [.. pool.Select(e => models.Select(m =>
            m.GetValueOrDefault(e.Id) ?? throw new InputException("predictions", $"have no answer for '{e.Id}'. Answer the whole pool with 'finegrain predict'.")).ToArray())]);
        var items = learning.Choose(strategy, count, byCost: strategy is not ("badge" or "random")).Select(r => Annotate(pool[r], learning.Probabilities[r], labels,
            string.Create(CultureInfo.InvariantCulture, $"Chosen by {strategy}: the best answer has probability {learning.Probabilities[r].Max():0.00}, the committee disagrees by {Uncertainty.Bald(learning.Committee[r]):0.00} nats."), now));
        return new("annotate", string.Create(CultureInfo.InvariantCulture, $"about {learning.Probabilities.Sum(Uncertainty.LeastConfident):0} of {pool.Count} texts of the pool would be answered wrongly"), [.. items]);
    }

    /// <summary>A text without a label, and the answer that is proposed for it.</summary>
    internal static Correction Annotate(Example example, double[] p, LabelSet labels, string reason, DateTimeOffset now) =>
        Proposal.Of(example, CorrectionKind.Relabel, Annotation.OfLabels(), Annotation.OfLabels(labels.Names[Array.IndexOf(p, p.Max())]), reason, Uncertainty.LeastConfident(p), now);
}
