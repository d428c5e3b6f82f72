using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Queues;

/// <summary>Labels that are likely wrong, by confident learning on out-of-fold probabilities.</summary>
public static class LabelSuggestions
{
    /// <summary>Below this probability of being wrong a label is not worth a look.</summary>
    private const double Worth = 0.05;

    /// <summary>The queue.</summary>
    /// <param name="train">Examples with one label each.</param>
    /// <param name="labels">The label set.</param>
    /// <param name="now">Time of the corrections.</param>
    /// <param name="probabilities">Probabilities of models that have not seen the example; null asks probes.</param>
    public static Suggestions Of(IReadOnlyList<Example> train, LabelSet labels, DateTimeOffset now, IReadOnlyList<double[]>? probabilities = null)
    {
        int[] given = [.. train.Select(e => labels.IndexOf(e.Label!))];
        probabilities ??= OutOfFold.Probabilities(train, given, labels.Count);
        var suspects = LabelErrorSearch.Rank(probabilities, given);
        var errors = ConfidentLearning.Of(probabilities, given).Errors;
        var items = suspects.Where(s => s.Score >= Worth).Select(s => Proposal.Of(train[s.Row], CorrectionKind.Relabel, Annotation.OfLabels(train[s.Row].Labels), Annotation.OfLabels(labels.Names[s.Likely]),
            string.Create(CultureInfo.InvariantCulture, $"Models that have not seen it give '{labels.Names[s.Given]}' {probabilities[s.Row][s.Given]:0.00} and '{labels.Names[s.Likely]}' {probabilities[s.Row][s.Likely]:0.00}."), s.Score, now));
        return new("labels", string.Create(CultureInfo.InvariantCulture, $"about {errors:0} of {train.Count} labels are wrong"), Proposal.Ranked(items));
    }
}
