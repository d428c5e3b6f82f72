using FineGrain.Analysis.Comparing;
using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Slicing;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>Everything that the drill-down report of a model, or of a pair, shows.</summary>
public sealed record DrillData
{
    /// <summary>Title, such as the recipe's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the examples are, such as test.</summary>
    public required EvaluationResult Evaluation { get; init; }

    /// <summary>The answers, in their order.</summary>
    public required IReadOnlyList<Prediction> Predictions { get; init; }

    /// <summary>Verdict on each answer, in the same order.</summary>
    public required IReadOnlyList<JudgedPrediction> Judged { get; init; }

    /// <summary>Name of the first model.</summary>
    public string NameA { get; init; } = "A";

    /// <summary>Name of the second model.</summary>
    public string NameB { get; init; } = "B";

    /// <summary>The second model's answers in the same order; empty for one model.</summary>
    public IReadOnlyList<JudgedPrediction> Other { get; init; } = [];

    /// <summary>The two compared; null for one model.</summary>
    public ComparisonResult? Comparison { get; init; }

    /// <summary>The two on every slice; empty for one model.</summary>
    public IReadOnlyList<SliceDifference> Differences { get; init; } = [];

    /// <summary>What abstaining buys; null without probabilities.</summary>
    public RiskCoverage? Risk { get; init; }

    /// <summary>Every slice by one property.</summary>
    public IReadOnlyList<SliceScore> Slices { get; init; } = [];

    /// <summary>The worst slices and how many were tried.</summary>
    public SliceSearchResult Worst { get; init; } = new(0, []);

    /// <summary>Rows of each slice above, by its expression: so that a click shows its examples.</summary>
    internal IReadOnlyDictionary<string, Selection> Rows { get; init; } = new Dictionary<string, Selection>();
}
