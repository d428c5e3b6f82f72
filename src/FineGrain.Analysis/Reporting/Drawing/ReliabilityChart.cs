using FineGrain.Analysis.Metrics;

namespace FineGrain.Analysis.Reporting.Drawing;

/// <summary>The reliability diagram, and under it how many examples each confidence has, on one confidence axis.</summary>
internal static class ReliabilityChart
{
    private const int Width = 460, Left = 42, Right = 8, Top = 8, Plot = 262, Gap = 26, Counts = 74, Bottom = 38;

    public static Html Draw(Calibration calibration, string axis = "confidence of the answer")
    {
        var x = Scale.Of(0, 1, Left, Width - Right, 5, widen: false);
        var y = Scale.Of(0, 1, Top + Plot, Top, 5, widen: false);
        var most = Math.Max(1, calibration.Bins.Max(b => b.Count));
        var countBase = Top + Plot + Gap + Counts;
        var svg = new Html().Add($"<svg viewBox=\"0 0 {Width} {countBase + Bottom}\" role=\"img\" aria-label=\"Reliability diagram: accuracy against confidence\">");
        foreach (var tick in y.Ticks)
            svg.Add($"<line class=\"gridline\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y[tick]:0.#}\" y2=\"{y[tick]:0.#}\"/><text x=\"{Left - 7}\" y=\"{y[tick] + 4:0.#}\" text-anchor=\"end\">{100 * tick:0}%</text>");
        foreach (var bin in calibration.Bins.Where(b => b.Count > 0))
        {
            double left = x[bin.Low] + 1, width = x[bin.High] - x[bin.Low] - 2;
            double height = Counts * (double)bin.Count / most;
            svg.Add($"<g><title>sure {bin.Low:0.00}–{bin.High:0.00}: {Words.Examples(bin.Count)}, mean confidence {Words.Percent(bin.Confidence)}, right {Words.Percent(bin.Accuracy)}</title>")
                .Add($"<rect class=\"fill\" x=\"{left:0.#}\" width=\"{width:0.#}\" y=\"{y[Math.Min(bin.Accuracy, bin.Confidence)]:0.#}\" height=\"{y[0] - y[Math.Min(bin.Accuracy, bin.Confidence)]:0.#}\"/>")
                .Add($"<rect class=\"{(bin.Accuracy < bin.Confidence ? "gap" : "spare")}\" x=\"{left:0.#}\" width=\"{width:0.#}\" y=\"{Math.Min(y[bin.Accuracy], y[bin.Confidence]):0.#}\" height=\"{Math.Abs(y[bin.Accuracy] - y[bin.Confidence]):0.#}\"/>")
                .Add($"<line class=\"mark\" x1=\"{left:0.#}\" x2=\"{left + width:0.#}\" y1=\"{y[bin.Confidence]:0.#}\" y2=\"{y[bin.Confidence]:0.#}\"/>")
                .Add($"<rect class=\"fill\" x=\"{left:0.#}\" width=\"{width:0.#}\" y=\"{countBase - height:0.#}\" height=\"{height:0.#}\"/></g>");
        }
        svg.Add($"<path class=\"ideal\" d=\"M{x[0]:0.#} {y[0]:0.#}L{x[1]:0.#} {y[1]:0.#}\"/>")
            .Add($"<line class=\"base\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y[0]:0.#}\" y2=\"{y[0]:0.#}\"/><line class=\"base\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{countBase}\" y2=\"{countBase}\"/>")
            .Add($"<text x=\"{Left - 7}\" y=\"{countBase - Counts + 8}\" text-anchor=\"end\">{Scale.Label(most)}</text><text x=\"{Left - 7}\" y=\"{countBase + 1}\" text-anchor=\"end\">0</text>");
        foreach (var tick in x.Ticks) svg.Add($"<text x=\"{x[tick]:0.#}\" y=\"{countBase + 16}\" text-anchor=\"middle\">{100 * tick:0}%</text>");
        return svg.Add($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{countBase + 33}\" text-anchor=\"middle\">{axis}</text></svg>");
    }
}
