namespace FineGrain.Data.Checking;

/// <summary>What <c>finegrain data check</c> found; <see cref="CheckJson"/> writes it.</summary>
public sealed record CheckResult
{
    /// <summary>Each split that has files, in the order train, dev, test.</summary>
    public required IReadOnlyList<SplitCheck> Splits { get; init; }

    /// <summary>Rows that stand in two splits: dev and test against train, test against dev.</summary>
    public required IReadOnlyList<Overlap> Overlaps { get; init; }

    /// <summary>Texts that stand, ends trimmed, with different labels, inside a split or across splits; the first 100 of <see cref="ContradictionCount"/>.</summary>
    public required IReadOnlyList<Contradiction> Contradictions { get; init; }

    /// <summary>Number of texts with different labels.</summary>
    public required int ContradictionCount { get; init; }

    /// <summary>What deserves attention, the gravest first; empty when nothing does.</summary>
    public required IReadOnlyList<CheckFinding> Findings { get; init; }

    /// <summary>The clean split: ids of the dev and test rows whose text stands in no split before theirs (near duplicates are not counted).</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> CleanIds { get; init; }
}

/// <summary>One split.</summary>
public sealed record SplitCheck
{
    /// <summary>train, dev or test.</summary>
    public required string Name { get; init; }

    /// <summary>Rows that could be read.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that could not, those of <see cref="NonUtf8Rows"/> included.</summary>
    public required int BadRows { get; init; }

    /// <summary>Rows with bytes that are not UTF-8.</summary>
    public required int NonUtf8Rows { get; init; }

    /// <summary>Messages with file:line of the first 20 bad rows.</summary>
    public required IReadOnlyList<string> BadRowMessages { get; init; }

    /// <summary>Ids of rows whose text is empty or white space.</summary>
    public required IReadOnlyList<string> EmptyIds { get; init; }

    /// <summary>Rows without a gold label (or number).</summary>
    public required int Unlabelled { get; init; }

    /// <summary>Rows of each label, ordinal order.</summary>
    public required IReadOnlyDictionary<string, int> Labels { get; init; }

    /// <summary>Distribution of text lengths in UTF-16 units; null without rows.</summary>
    public required LengthSummary? Lengths { get; init; }

    /// <summary>Rows whose text stands in an earlier row of the split.</summary>
    public required int DuplicateRows { get; init; }

    /// <summary>Rows, not counting exact duplicates, that nearly equal an earlier row of the split.</summary>
    public required int NearDuplicateRows { get; init; }

    /// <summary>What its spans are like; null where the data has none to learn.</summary>
    public SpanCheck? Spans { get; init; }

    /// <summary>What reading decided, such as the tag scheme of a file.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A distribution of lengths: quantiles are values that occur.</summary>
public sealed record LengthSummary(int Shortest, int Percent5, int Percent25, int Median, int Percent75, int Percent95, int Percent99, int Longest, double Mean)
{
    /// <summary>The distribution of lengths; null where there are none.</summary>
    internal static LengthSummary? Of(IEnumerable<int> lengths)
    {
        int[] sorted = [.. lengths.Order()];
        if (sorted.Length == 0) return null;
        int Quantile(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1), MidpointRounding.AwayFromZero)];
        return new LengthSummary(sorted[0], Quantile(0.05), Quantile(0.25), Quantile(0.5), Quantile(0.75), Quantile(0.95), Quantile(0.99), sorted[^1], sorted.Average());
    }
}

/// <summary>Rows of one split that also stand in another.</summary>
/// <param name="Split">The split whose rows are counted.</param>
/// <param name="Against">The split they also stand in.</param>
/// <param name="Rows">Rows of <paramref name="Split"/>.</param>
/// <param name="ExactIds">Ids of rows whose text stands there too; case, spaces, punctuation and symbols do not count.</param>
/// <param name="Near">Further rows that nearly equal a row there (Jaccard similarity of character shingles of 0.85 or more).</param>
public sealed record Overlap(string Split, string Against, int Rows, IReadOnlyList<string> ExactIds, IReadOnlyList<NearRow> Near);

/// <summary>A row and the most similar row of the other split.</summary>
/// <param name="Id">The row.</param>
/// <param name="OtherId">The similar one.</param>
/// <param name="Similarity">Jaccard similarity.</param>
public sealed record NearRow(string Id, string OtherId, double Similarity);

/// <summary>A text with different labels.</summary>
/// <param name="Text">The text.</param>
/// <param name="Rows">The rows, as "split id".</param>
/// <param name="Labels">The label of each row, several joined by '|'; of spans each with its words and place.</param>
public sealed record Contradiction(string Text, IReadOnlyList<string> Rows, IReadOnlyList<string> Labels);

/// <summary>Something that deserves attention.</summary>
/// <param name="Kind">
/// leak, near-leak, contradiction, bad-rows, empty, unlabelled, unknown-label, imbalance or duplicates; of spans also unknown-type, crossing-spans, nested-spans,
/// two-labels or odd-border.
/// </param>
/// <param name="Split">The split, or null for all together.</param>
/// <param name="Count">Rows (texts for a contradiction).</param>
/// <param name="Message">What was found, with numbers, and what to do.</param>
public sealed record CheckFinding(string Kind, string? Split, int Count, string Message);
