using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Statistics;

namespace FineGrain.Analysis.Slicing;

/// <summary>Scores and tests slices of one set of predictions.</summary>
internal sealed class SliceTests
{
    private const int Resamples = 200;
    private readonly IMetricFamily family;
    private readonly int headline, rows;
    private readonly string metric;
    private readonly Selection? wrong;
    private readonly FisherExact? fisher;
    private readonly MannWhitney? ranks;

    public SliceTests(IMetricFamily family, string metric)
    {
        (this.family, this.metric, rows) = (family, metric, family.Outcomes.Count);
        headline = Enumerable.Range(0, family.Metrics.Count).First(m => family.Metrics[m].Name == metric);
        if (MetricNames.IsShareOfRightRows(metric) && family.Outcomes.All(o => o.Correct is not null))
        {
            wrong = Selection.Where(rows, i => family.Outcomes[i].Correct == false);
            fisher = new(rows);
        }
        else ranks = new([.. family.Outcomes.Select(o => o.Loss)]);
    }

    /// <summary>Whether answers are simply right or wrong here.</summary>
    public Selection? Wrong => wrong;

    /// <summary>Chance of so bad a slice were it like all other rows.</summary>
    public double PValue(Selection slice) => wrong is null
        ? ranks!.Larger([.. slice.Indices()])
        : slice.Count == 0 || slice.Count == rows ? double.NaN : fisher!.AtLeast(slice.CountWith(wrong), slice.Count, wrong.Count, rows);

    /// <summary>Chance of so bad a part were it like the rest of <paramref name="whole"/>.</summary>
    public double PValueWithin(Selection part, Selection whole)
    {
        if (part.Count == 0 || part.Count == whole.Count) return 1;
        if (wrong is not null) return fisher!.AtLeast(part.CountWith(wrong), part.Count, whole.CountWith(wrong), whole.Count);
        int[] inside = [.. whole.Indices()];
        var test = new MannWhitney([.. inside.Select(i => family.Outcomes[i].Loss)]);
        return test.Larger([.. Enumerable.Range(0, inside.Length).Where(i => part[inside[i]])]);
    }

    /// <summary>The headline metric on a slice.</summary>
    public double Value(Selection slice)
    {
        if (slice.Count == 0) return double.NaN;
        if (wrong is not null) return 1 - (double)slice.CountWith(wrong) / slice.Count;
        var counts = new int[rows];
        foreach (var i in slice.Indices()) counts[i] = 1;
        return Measured(counts);
    }

    /// <summary>Its 95 % interval.</summary>
    public Interval IntervalOf(Selection slice)
    {
        if (slice.Count == 0) return Interval.None;
        if (wrong is not null) return Interval.OfShare(slice.Count - slice.CountWith(wrong), slice.Count);
        int[] inside = [.. slice.Indices()];
        return Interval.OfQuantiles(Bootstrap.Resample(inside.Length, 1, (drawn, found) =>
        {
            var counts = new int[rows];
            for (var i = 0; i < inside.Length; i++) counts[inside[i]] = drawn[i];
            found[0] = Measured(counts);
        }, Resamples, seed: 1)[0]);
    }

    /// <summary>Everything about a slice but the corrected p value.</summary>
    public SliceScore Score(Atom atom, double adjusted)
    {
        var slice = atom.Rows;
        var everything = Selection.Where(rows, _ => true);
        double value = Value(slice), rest = Value(everything.Without(slice)), gap = MetricNames.LowerIsBetter(metric) ? value - rest : rest - value;
        return new(atom.Where, atom.Where, atom.Kind, slice.Count, value, IntervalOf(slice), rest, PValue(slice), adjusted,
            wrong is null ? double.NaN : (double)slice.CountWith(wrong) / wrong.Count, double.IsNaN(gap) ? 0 : Math.Max(0, gap) * slice.Count / rows);
    }

    private double Measured(int[] counts)
    {
        var values = new double[family.Metrics.Count];
        family.Measure(counts, values);
        return values[headline];
    }
}
