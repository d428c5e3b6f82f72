using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Feedback.Queues;

/// <summary>New texts that training hardly shows and that are likely answered wrongly: what to annotate when the traffic has changed.</summary>
public static class DriftSuggestions
{
    private const int Named = 5;

    /// <summary>The queue; ranked by the chance that a text is new and its answer wrong, for a minute.</summary>
    /// <param name="train">Examples with one label each.</param>
    /// <param name="traffic">New texts.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">Time of the corrections.</param>
    public static Suggestions Of(IReadOnlyList<Example> train, IReadOnlyList<Example> traffic, LabelSet labels, int count, DateTimeOffset now)
    {
        var drift = new Drift(train, traffic);
        var learning = new ActiveLearning(train, traffic, labels, members: 1);
        var items = traffic.Select((e, r) =>
        {
            var item = AnnotationSuggestions.Annotate(e, learning.Probabilities[r], labels,
                string.Create(CultureInfo.InvariantCulture, $"Unlike training ({drift.Newness[r]:0.00}), and the best answer has probability {learning.Probabilities[r].Max():0.00}."), now);
            return item with { Score = Math.Round(item.Score!.Value * drift.Newness[r], 4), Gain = Math.Round(item.Gain!.Value * drift.Newness[r], 3) };
        });
        var terms = string.Join(", ", drift.Terms.Take(Named).Select(t => string.Create(CultureInfo.InvariantCulture, $"'{t.Unit}' {t.Before:P1} → {t.After:P1}")));
        return new("drift", string.Create(CultureInfo.InvariantCulture,
            $"new texts can be told from training with area {drift.Auc:0.000} (0.5: not at all; p {drift.PValue:0.0e+0}){(terms.Length == 0 ? "" : $"; most changed: {terms}")}"), [.. Proposal.Ranked(items).Take(count)]);
    }
}
