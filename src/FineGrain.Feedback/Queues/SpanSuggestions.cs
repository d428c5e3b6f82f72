using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Queues;

/// <summary>Spans that are likely annotated wrongly: wrong borders, wrong label, missed, invented, or annotated otherwise elsewhere.</summary>
public static class SpanSuggestions
{
    private const double Worth = 0.5;

    /// <summary>The queue.</summary>
    /// <param name="train">Examples with spans.</param>
    /// <param name="layer">entities or aspects.</param>
    /// <param name="now">Time of the corrections.</param>
    /// <param name="models">Opinions of real models that have not learnt these texts, one list for each model, beside those of probes; null for none.</param>
    public static Suggestions Of(IReadOnlyList<Example> train, string layer, DateTimeOffset now, IReadOnlyList<IReadOnlyList<SpanOpinion?>>? models = null)
    {
        var suspects = SpanErrorSearch.Rank(train, Opinions(train, layer, models ?? []), layer).Where(s => s.Score >= Worth).ToList();
        var items = suspects.Select(s => Proposal.Of(train[s.Row],
            s.Given is null ? CorrectionKind.SpanAdd : s.Other is null ? CorrectionKind.SpanRemove : CorrectionKind.SpanChange,
            s.Given is null ? null : Annotation.OfSpan(s.Given), s.Other is null ? null : Annotation.OfSpan(s.Other), $"{Name(s.Kind)}: {s.Reason}", s.Score, now) with { Layer = layer });
        var kinds = string.Join(", ", suspects.CountBy(s => s.Kind).OrderByDescending(k => k.Value).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Value} {Name(k.Key)}")));
        return new("spans", $"{suspects.Count} spans are more likely wrong than right{(kinds.Length == 0 ? "" : $" ({kinds})")}", Proposal.Ranked(items));
    }

    /// <summary>Of probes by cross-validation, and of models: each sort has one voice, as loud as it knows the annotation.</summary>
    private static IReadOnlyList<SpanOpinion?> Opinions(IReadOnlyList<Example> train, string layer, IReadOnlyList<IReadOnlyList<SpanOpinion?>> models)
    {
        var probes = OpinionPool.Mean(ProbeOpinions.Of(train, layer));
        return models.Count == 0 ? probes : OpinionPool.ByLikelihood([probes, OpinionPool.Mean(models)]);
    }

    private static string Name(SpanErrorKind kind) => kind switch { SpanErrorKind.Both => "border and type", _ => kind.ToString().ToLowerInvariant() };
}
