using System.Globalization;

namespace FineGrain.Analysis.Reporting.Drawing;

/// <summary>A linear axis: maps values to pixels and chooses round ticks (steps of 1, 2 or 5 times a power of ten).</summary>
internal sealed class Scale
{
    private readonly double low, high, from, to;

    private Scale(double low, double high, double from, double to, IReadOnlyList<double> ticks) =>
        (this.low, this.high, this.from, this.to, Ticks) = (low, high, from, to, ticks);

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, widened to round ticks where <paramref name="widen"/>.</summary>
    public static Scale Of(double low, double high, double from, double to, int ticks, bool widen)
    {
        if (high <= low) (low, high) = (low - Math.Max(1e-9, Math.Abs(low) * 0.1), low + Math.Max(1e-9, Math.Abs(low) * 0.1));
        var raw = (high - low) / ticks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        if (widen) (low, high) = (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
        var marks = new List<double>();
        for (var k = (long)Math.Ceiling(low / step - 1e-9); k * step <= high + step * 1e-9; k++) marks.Add(k * step);
        return new(low, high, from, to, marks);
    }

    public double this[double value] => from + (value - low) / (high - low) * (to - from);

    /// <summary>A short tick label: 12k, 0.35, 2e-5.</summary>
    public static string Label(double value) => Math.Abs(value) switch
    {
        < 1e-12 => "0",
        < 0.001 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
