using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Slicing.Where;
using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Slicing;

/// <summary>Cuts predictions into slices, scores them and searches for the worst.</summary>
public sealed class SliceAnalysis
{
    private readonly IReadOnlyList<Prediction> rows;
    private readonly IMetricFamily family;
    private readonly PropertyTable table;
    private readonly SliceTests tests;
    private readonly SliceOptions options;
    private SliceSearchResult? worst;

    /// <summary>Prepares the slices of <paramref name="predictions"/>, all of which must carry gold; where the model abstained the row is left out.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="labels">The label set; null takes what occurs.</param>
    /// <param name="options">How slices are judged.</param>
    /// <param name="train">What the training data had; null leaves out the properties that need it.</param>
    /// <exception cref="InputException">There is nothing to score, or a prediction cannot be scored.</exception>
    public SliceAnalysis(IEnumerable<Prediction> predictions, LabelSet? labels, SliceOptions options, TrainingKnowledge? train = null)
    {
        rows = [.. predictions.Where(p => p.Abstained != true)];
        if (rows.Count == 0) throw new InputException("slices", "there are no predictions, so nothing to slice. Check the file.");
        this.options = options;
        family = Families.Of(rows, ref labels, options.Target);
        table = new(rows, family.Outcomes, options.Target, train);
        tests = new(family, MetricNames.Headline(options.Target));
    }

    /// <summary>The metric that slices are scored by.</summary>
    public string Metric => MetricNames.Headline(options.Target);

    /// <summary>Number of examples.</summary>
    public int Total => rows.Count;

    /// <summary>The headline metric over everything.</summary>
    public double Overall => tests.Value(Selection.Where(rows.Count, _ => true));

    /// <summary>What slices can be cut by.</summary>
    public IReadOnlyList<Property> Properties => [.. table.Properties];

    /// <summary>The slice of an expression.</summary>
    /// <exception cref="InputException">The expression is wrong.</exception>
    public SliceScore Where(string expression)
    {
        var atom = AtomOf(expression);
        return tests.Score(atom, tests.PValue(atom.Rows));
    }

    /// <summary>The examples of an expression, in their order.</summary>
    /// <exception cref="InputException">The expression is wrong.</exception>
    public IReadOnlyList<JudgedPrediction> Examples(string expression) => [.. AtomOf(expression).Rows.Indices().Select(Judged)];

    /// <summary>The slices of a property: its values, its quarters, or yes and no; corrected together.</summary>
    /// <exception cref="InputException">The property is unknown or a free text.</exception>
    public IReadOnlyList<SliceScore> By(string property)
    {
        var column = table[property];
        if (column.Property.Kind == PropertyKind.Text) throw new InputException($"property '{property}'", $"is free text and has no slices. Ask with --where \"{property} contains '…'\".");
        return Corrected([.. Atom.Of(column).Where(a => a.Rows.Count > 0)]);
    }

    /// <summary>Every slice by one property, corrected together, in the order of the properties; those with fewer than two slices are left out.</summary>
    public IReadOnlyList<SliceScore> Standard() => Corrected([.. table.Properties.Where(p => p.Kind != PropertyKind.Text && p.Name is not ("correct" or "loss"))
        .Select(p => Atom.Of(table[p.Name]).Where(a => a.Rows.Count > 0).ToList()).Where(slices => slices.Count > 1).SelectMany(slices => slices)]);

    /// <summary>Searches for the worst slices; worked out once.</summary>
    public SliceSearchResult Worst() => worst ??= new SliceSearch(table, tests, new(rows), options).Run();

    /// <summary>The worst slices as findings.</summary>
    public IReadOnlyList<Finding> Findings() => [.. Worst().Worst.Select(s => new Finding
    {
        Id = $"{s.Kind}:{s.Where}",
        Kind = s.Kind,
        Slice = s.Name,
        Where = s.Where,
        Dataset = options.Dataset,
        Split = options.Split,
        Metric = Metric,
        Score = s.Score,
        Low = s.Interval.Low,
        High = s.Interval.High,
        Rest = s.Rest,
        Support = s.Support,
        Total = rows.Count,
        PValue = s.PValue,
        AdjustedPValue = s.AdjustedPValue,
        Tried = Worst().Tried,
        Correction = options.Correction,
        ExpectedGain = s.Gain,
        Examples = [.. Mistakes(s.Where, options.Examples).Select(j => j.Prediction.Id)],
        Advice = Advice(s),
    })];

    /// <summary>The costliest wrong examples of a slice.</summary>
    /// <exception cref="InputException">The expression is wrong.</exception>
    public IEnumerable<JudgedPrediction> Mistakes(string expression, int most) =>
        Examples(expression).Where(j => j.Correct != true && j.Loss > 0).OrderByDescending(j => j.Loss).ThenBy(j => j.Prediction.Id, StringComparer.Ordinal).Take(most);

    internal PropertyTable Table => table;

    internal Atom AtomOf(string expression) => new("", expression, "slice", WhereExpression.Select(expression, table));

    private List<SliceScore> Corrected(List<Atom> atoms)
    {
        var adjusted = MultipleTesting.Adjust(options.Correction, [.. atoms.Select(a => tests.PValue(a.Rows))]);
        return [.. atoms.Select((a, i) => tests.Score(a, adjusted[i]))];
    }

    private JudgedPrediction Judged(int row) => new(rows[row], family.Outcomes[row].Loss, family.Outcomes[row].Correct, family.Outcomes[row].Confidence);

    private static string Advice(SliceScore s) => s.Kind switch
    {
        "label" => "Read the mistakes for wrong gold labels; then add or re-weight training examples of this label.",
        "term" => "Check whether the training data tie this word to one label; add examples in which it stands under the other.",
        "column" => "Compare this part of the data with the rest: other sources need examples of their own.",
        _ => "Add training examples like these, or augment the slice.",
    };
}
