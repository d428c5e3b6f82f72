using FineGrain.Core;

namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>What lies behind the span scores: kinds of errors, where they are, and what other tools would have printed.</summary>
public sealed record SpanAnalysis
{
    /// <summary>Errors of each label, in the order of the labels.</summary>
    public required IReadOnlyList<LabelErrors> Errors { get; init; }

    /// <summary>Gold type taken for another, over the same or overlapping text; the most frequent first.</summary>
    public required IReadOnlyList<TypeConfusion> Confusions { get; init; }

    /// <summary>Strict F1 on parts of the spans, in groups: by novelty and by frequency in train (empty when train is unknown), by length.</summary>
    public required IReadOnlyList<SpanGroup> Groups { get; init; }

    /// <summary>The numbers of other tools and habits on the same predictions; empty for triplets.</summary>
    public required IReadOnlyList<OtherToolScore> OtherTools { get; init; }

    /// <summary>Spans that tags cannot hold because they are nested or overlap; other tools do not see them.</summary>
    public required int Untaggable { get; init; }

    /// <summary>Analyses span predictions.</summary>
    /// <param name="rows">Predictions with gold spans.</param>
    /// <param name="labels">All labels.</param>
    /// <param name="options">Resamples, and the spans of the training data.</param>
    internal static SpanAnalysis Of(IReadOnlyList<Prediction> rows, LabelSet labels, EvaluationOptions options)
    {
        var judged = rows.SelectMany(SpanJudgement.Of).ToList();
        var tools = OtherToolTable.Of(rows, out var untaggable);
        return new()
        {
            Errors = [.. labels.Names.Select(label => LabelErrors.Of(label, judged))],
            Confusions = [.. judged.Where(j => j.Kind is SpanErrorKind.WrongType or SpanErrorKind.Both).CountBy(j => (j.Gold!.Label, j.Predicted!.Label))
                .OrderByDescending(c => c.Value).ThenBy(c => c.Key.Item1, StringComparer.Ordinal).Select(c => new TypeConfusion(c.Key.Item1, c.Key.Item2, c.Value))],
            Groups = SpanGroups.Of(rows, options),
            OtherTools = tools,
            Untaggable = untaggable,
        };
    }
}

/// <summary>How the spans of a label went.</summary>
/// <param name="Label">The label: the gold one, for invented spans the predicted one.</param>
/// <param name="Right">Exactly right.</param>
/// <param name="WrongBorder">Right type, wrong borders.</param>
/// <param name="WrongType">Right borders, wrong type.</param>
/// <param name="Both">Overlapping borders and wrong type.</param>
/// <param name="Missed">Not found.</param>
/// <param name="Invented">Predicted where there is nothing.</param>
public sealed record LabelErrors(string Label, int Right, int WrongBorder, int WrongType, int Both, int Missed, int Invented)
{
    internal static LabelErrors Of(string label, IReadOnlyList<SpanJudgement> judged)
    {
        var kinds = judged.Where(j => (j.Gold?.Label ?? j.Predicted!.Label) == label).CountBy(j => j.Kind).ToDictionary();
        int Count(SpanErrorKind kind) => kinds.GetValueOrDefault(kind);
        return new(label, Count(SpanErrorKind.Right), Count(SpanErrorKind.WrongBorder), Count(SpanErrorKind.WrongType), Count(SpanErrorKind.Both), Count(SpanErrorKind.Missed), Count(SpanErrorKind.Invented));
    }
}

/// <summary>One type taken for another.</summary>
/// <param name="Gold">Gold type.</param>
/// <param name="Predicted">Predicted type.</param>
/// <param name="Count">How often.</param>
public sealed record TypeConfusion(string Gold, string Predicted, int Count);

/// <summary>The spans cut by one property.</summary>
/// <param name="Name">novelty, frequency or length.</param>
/// <param name="Slices">The parts, in their natural order; empty ones left out.</param>
public sealed record SpanGroup(string Name, IReadOnlyList<SpanSlice> Slices);

/// <summary>A part of the spans.</summary>
/// <param name="Name">Such as "2 words".</param>
/// <param name="Count">Hits, gold and predicted.</param>
/// <param name="F1">Strict F1 with its interval; support is the gold spans.</param>
public sealed record SpanSlice(string Name, SpanCount Count, Score F1);

/// <summary>A number that another tool or habit would give.</summary>
/// <param name="Name">The tool and its setting.</param>
/// <param name="Value">Its number, a share.</param>
/// <param name="Difference">Value − our strict micro F1.</param>
/// <param name="Note">What it does differently.</param>
public sealed record OtherToolScore(string Name, double Value, double Difference, string Note)
{
    /// <summary>From how much on the choice of tool is worth a warning: one point.</summary>
    public const double WorthSaying = 0.01;

    /// <summary>Whether the choice moves the number by more than a point.</summary>
    public bool Moves => Math.Abs(Difference) > WorthSaying;
}
