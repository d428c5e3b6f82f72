using FineGrain.Core.Recipes;

namespace FineGrain.Training;

/// <summary>The dev metric that decides which weights are best.</summary>
/// <param name="Name">Key in the metrics that the evaluation returns.</param>
/// <param name="LowerIsBetter">True for losses and errors.</param>
public sealed record DevMetric(string Name, bool LowerIsBetter)
{
    /// <summary>The metric of a recipe; <c>auto</c> is accuracy for target <c>label</c>, micro-F1 for <c>labels</c>, Spearman for <c>number</c>, strict F1 for <c>spans</c>.</summary>
    /// <exception cref="ArgumentException">Metric auto with an unknown target.</exception>
    public static DevMetric Of(string metric, string target)
    {
        var name = metric != "auto" ? metric : target switch
        {
            "label" => "accuracy",
            "labels" => "micro-f1",
            "categories" => "macro-f1",
            "number" => "spearman",
            "spans" => "span-f1",
            "triplets" => "triplet-f1",
            _ => throw new ArgumentException($"target '{target}' has no default metric; known: label, labels, number, spans, triplets, categories", nameof(target)),
        };
        return new(name, LowerIsBetter: name is "loss" or "mae");
    }

    /// <summary>Whether <paramref name="value"/> beats <paramref name="best"/>; NaN beats nothing.</summary>
    public bool Improves(double value, double best) => LowerIsBetter ? value < best : value > best;

    /// <summary>Whether weights that reach <paramref name="value"/> are kept in place of those that reached <paramref name="kept"/>; null for none yet.</summary>
    public bool Replaces(double value, double? kept, StoppingRecipe stopping)
    {
        ArgumentNullException.ThrowIfNull(stopping);
        return stopping.Keep == "last" || kept is not { } best || Improves(value, best);
    }

    /// <summary>The value that any number beats.</summary>
    public double Worst => LowerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
}
