namespace FineGrain.Training.Bench;

/// <summary>Smallest, middle and largest of several measurements.</summary>
internal static class Spread
{
    public static string Of(IEnumerable<double> values)
    {
        var all = values.ToList();
        return $"{all.Min():f2} / {Median(all):f2} / {all.Max():f2}";
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
