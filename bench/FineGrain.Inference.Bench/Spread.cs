using System.Globalization;

namespace FineGrain.Inference.Bench;

/// <summary>Smallest, median and largest of several measurements.</summary>
internal readonly record struct Spread(double Low, double Median, double High)
{
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return new(sorted[0], sorted[sorted.Length / 2], sorted[^1]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Low,7:G4} / {Median,7:G4} / {High,7:G4}");
}
