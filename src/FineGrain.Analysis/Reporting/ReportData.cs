using FineGrain.Core;

namespace FineGrain.Analysis.Reporting;

/// <summary>Everything that report.html shows; what is empty is left out of the page.</summary>
public sealed record ReportData
{
    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>One line under the name, such as the model and its size; plain text.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>When the run ended; null leaves the time out, so that the same run gives the same bytes.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The evaluations, the most important first; each gets its own sections.</summary>
    public IReadOnlyList<EvaluationResult> Evaluations { get; init; } = [];

    /// <summary>Training curves; those with the same <see cref="Curve.Chart"/> share axes.</summary>
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    /// <summary>What the data are.</summary>
    public IReadOnlyList<SplitFacts> Splits { get; init; } = [];

    /// <summary>Remarks on the data, such as what the leak check found; plain text.</summary>
    public IReadOnlyList<string> DataNotes { get; init; } = [];

    /// <summary>Scores of all seeds of the run; shown with mean and spread where there are two seeds or more.</summary>
    public IReadOnlyList<Score> SeedScores { get; init; } = [];

    /// <summary>The recipe with every default resolved, YAML.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Versions, threads, seeds, machine: name and value, in the order shown.</summary>
    public IReadOnlyList<Fact> Environment { get; init; } = [];
}

/// <summary>A line of a training chart.</summary>
/// <param name="Chart">Title of the chart, such as <c>loss</c>, <c>dev accuracy</c> or <c>learning rate</c>.</param>
/// <param name="Name">Name of the line in the legend, such as <c>seed 1</c>.</param>
/// <param name="Points">Points by rising step; values that are not finite are gaps.</param>
public sealed record Curve(string Chart, string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>One point of a curve.</summary>
/// <param name="Step">Optimiser step.</param>
/// <param name="Value">The value.</param>
public readonly record struct CurvePoint(double Step, double Value);

/// <summary>A split of the data.</summary>
/// <param name="Name">train, dev, test or test-clean.</param>
/// <param name="Examples">Number of examples.</param>
/// <param name="Labels">Examples of each label, in label-set order; empty for a number.</param>
/// <param name="Leaked">Examples of this split that also stand in train; null where not checked.</param>
public sealed record SplitFacts(string Name, int Examples, IReadOnlyList<LabelCount> Labels, int? Leaked = null);

/// <summary>How often a label stands in a split.</summary>
/// <param name="Label">Label name.</param>
/// <param name="Count">Examples.</param>
public readonly record struct LabelCount(string Label, int Count);

/// <summary>A name and its value.</summary>
/// <param name="Name">Such as <c>libtorch</c>.</param>
/// <param name="Value">Such as <c>2.10.0</c>.</param>
public readonly record struct Fact(string Name, string Value);
