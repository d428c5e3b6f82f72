using FineGrain.Core;

namespace FineGrain.Analysis.Metrics;

/// <summary>A number an example. A row's loss is its absolute error, in the unit of the number.</summary>
internal sealed class NumberMetrics : IMetricFamily
{
    private readonly double[] gold, predicted;
    private readonly int[] goldOrder, predictedOrder;

    public NumberMetrics(IReadOnlyList<Prediction> predictions)
    {
        gold = [.. predictions.Select(p => Finite(p, p.GoldNumber, "gold number"))];
        predicted = [.. predictions.Select(p => Finite(p, p.Number, "predicted number"))];
        (goldOrder, predictedOrder) = (Correlation.Order(gold), Correlation.Order(predicted));
        Outcomes = [.. gold.Select((g, i) => new RowOutcome(Math.Abs(g - predicted[i]), null, null))];
        Metrics = [.. ((string[])["mae", "rmse", "pearson", "spearman"]).Select(name => new Metric(name, gold.Length))];
    }

    public IReadOnlyList<Metric> Metrics { get; }

    public IReadOnlyList<RowOutcome> Outcomes { get; }

    public void Measure(ReadOnlySpan<int> counts, Span<double> values)
    {
        double n = 0, absolute = 0, squared = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var error = gold[i] - predicted[i];
            (n, absolute, squared) = (n + counts[i], absolute + counts[i] * Math.Abs(error), squared + counts[i] * error * error);
        }
        double[] goldRanks = new double[gold.Length], predictedRanks = new double[gold.Length];
        Correlation.Ranks(gold, goldOrder, counts, goldRanks);
        Correlation.Ranks(predicted, predictedOrder, counts, predictedRanks);
        (values[0], values[1]) = (absolute / n, Math.Sqrt(squared / n));
        (values[2], values[3]) = (Correlation.Pearson(gold, predicted, counts), Correlation.Pearson(goldRanks, predictedRanks, counts));
    }

    private static double Finite(Prediction p, double? value, string what) => value is { } number && double.IsFinite(number)
        ? number
        : throw new InputException(p.Id, value is null ? $"has no {what}. Remove the example from the file or complete it." : $"{what} is {value}, a finite number is needed.");
}
