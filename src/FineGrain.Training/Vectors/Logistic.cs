namespace FineGrain.Training.Vectors;

/// <summary>The logistic function and its logarithm from tables with linear interpolation, off by less than 1e-6; beyond ±10 the value at ±10.</summary>
internal static class Logistic
{
    private const float Limit = 10;
    private const int Cells = 1 << 14;
    private const float PerUnit = Cells / (2 * Limit);
    private static readonly float[] Sigmoids = Table(x => 1 / (1 + Math.Exp(-x)));
    private static readonly float[] Losses = Table(x => x > 0 ? Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x)) - x);

    /// <summary>1 / (1 + exp(−x)).</summary>
    public static float Sigmoid(float x) => Read(Sigmoids, x);

    /// <summary>−log σ(x).</summary>
    public static float Loss(float x) => Read(Losses, x);

    private static float Read(float[] table, float x)
    {
        var at = (Math.Clamp(x, -Limit, Limit) + Limit) * PerUnit;
        var cell = Math.Min((int)at, Cells - 1);
        return table[cell] + ((table[cell + 1] - table[cell]) * (at - cell));
    }

    private static float[] Table(Func<double, double> function) => [.. Enumerable.Range(0, Cells + 1).Select(i => (float)function((i * 2.0 * Limit / Cells) - Limit))];
}
