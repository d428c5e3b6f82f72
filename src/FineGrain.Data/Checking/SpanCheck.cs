namespace FineGrain.Data.Checking;

/// <summary>The spans of one split.</summary>
public sealed record SpanCheck
{
    /// <summary>Spans of each type (or polarity), ordinal order.</summary>
    public required IReadOnlyDictionary<string, int> Types { get; init; }

    /// <summary>Distribution of span lengths in UTF-16 units; null without spans.</summary>
    public required LengthSummary? Lengths { get; init; }

    /// <summary>Texts without any span.</summary>
    public required int Empty { get; init; }

    /// <summary>Pairs of aspect and opinion.</summary>
    public required int Triplets { get; init; }

    /// <summary>Spans that lie inside another, or have its very borders.</summary>
    public required int Nested { get; init; }

    /// <summary>Spans that overlap another without lying inside it.</summary>
    public required int Crossing { get; init; }

    /// <summary>Number of spans with an odd border.</summary>
    public required int OddBorders { get; init; }

    /// <summary>The first 20 of them: where, which and why.</summary>
    public required IReadOnlyList<string> OddBorderMessages { get; init; }

    /// <summary>Spans that carry two labels, the first 20: where, which and what.</summary>
    public required IReadOnlyList<string> TwoLabelMessages { get; init; }
}
