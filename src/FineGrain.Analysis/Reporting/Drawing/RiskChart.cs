using System.Globalization;
using System.Text;
using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Reporting.Drilldown;

namespace FineGrain.Analysis.Reporting.Drawing;

/// <summary>Share of mistakes over share of answers given.</summary>
internal static class RiskChart
{
    private const int Width = 460, Height = 220, Left = 42, Right = 8, Top = 8, Bottom = 38, MostPoints = 300;

    public static Html Draw(RiskCoverage risk, Phrases t)
    {
        var highest = Math.Max(0.01, risk.Points.Where(p => p.Coverage >= 0.02).Max(p => p.Risk));
        var x = Scale.Of(0, 1, Left, Width - Right, 5, widen: false);
        var y = Scale.Of(0, highest, Height - Bottom, Top, 4, widen: true);
        var svg = new Html().Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{t["Risk and coverage"]}\">");
        foreach (var tick in y.Ticks)
            svg.Add($"<line class=\"gridline\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y[tick]:0.#}\" y2=\"{y[tick]:0.#}\"/><text x=\"{Left - 7}\" y=\"{y[tick] + 4:0.#}\" text-anchor=\"end\">{100 * tick:0.#}%</text>");
        foreach (var tick in x.Ticks) svg.Add($"<text x=\"{x[tick]:0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{100 * tick:0}%</text>");
        var path = new StringBuilder();
        var stride = Math.Max(1, risk.Points.Count / MostPoints);
        for (var i = stride - 1; i < risk.Points.Count; i += stride)
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x[risk.Points[i].Coverage]:0.#} {y[Math.Min(highest, risk.Points[i].Risk)]:0.#}");
        return svg.Add($"<path class=\"line s0\" d=\"{path.ToString()}\"/><text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">{t["answered"]}</text></svg>");
    }
}
