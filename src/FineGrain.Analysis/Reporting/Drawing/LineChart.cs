using System.Globalization;
using System.Text;

namespace FineGrain.Analysis.Reporting.Drawing;

/// <summary>Curves over steps as inline SVG.</summary>
internal static class LineChart
{
    private const int Width = 360, Height = 200, Left = 42, Right = 8, Top = 8, Bottom = 24, MostPoints = 300;

    /// <summary>Number of line colours in the style sheet.</summary>
    public const int Colours = 6;

    public static Html Draw(IReadOnlyList<Curve> curves)
    {
        var lines = curves.Select(c => Thin([.. c.Points.Where(p => double.IsFinite(p.Step))])).ToList();
        var points = lines.SelectMany(l => l).Where(p => double.IsFinite(p.Value)).ToList();
        if (points.Count == 0) return new Html().Raw("<p class=\"note\">No finite values.</p>");
        var x = Scale.Of(points.Min(p => p.Step), points.Max(p => p.Step), Left, Width - Right, 6, widen: false);
        var y = Scale.Of(points.Min(p => p.Value), points.Max(p => p.Value), Height - Bottom, Top, 4, widen: true);
        var svg = new Html().Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{curves[0].Chart} by step\">");
        foreach (var tick in y.Ticks)
            svg.Add($"<line class=\"gridline\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y[tick]:0.#}\" y2=\"{y[tick]:0.#}\"/><text x=\"{Left - 7}\" y=\"{y[tick] + 4:0.#}\" text-anchor=\"end\">{Scale.Label(tick)}</text>");
        foreach (var tick in x.Ticks) svg.Add($"<text x=\"{x[tick]:0.#}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Scale.Label(tick)}</text>");
        for (var i = 0; i < lines.Count; i++)
        {
            svg.Add($"<path class=\"line s{i % Colours}\" d=\"{Path(lines[i], x, y)}\"/>");
            if (lines[i].Count <= 30) // few measurements, such as one an epoch: show each
                foreach (var p in lines[i].Where(p => double.IsFinite(p.Value)))
                    svg.Add($"<circle class=\"dot s{i % Colours}\" cx=\"{x[p.Step]:0.#}\" cy=\"{y[p.Value]:0.#}\" r=\"3.2\"><title>step {p.Step:0}: {p.Value:G5}</title></circle>");
        }
        return svg.Raw("</svg>");
    }

    /// <summary>At most <see cref="MostPoints"/> points, each the mean of its stretch.</summary>
    private static List<CurvePoint> Thin(List<CurvePoint> points)
    {
        if (points.Count <= MostPoints) return points;
        var stretch = (points.Count + MostPoints - 1) / MostPoints;
        return [.. points.Chunk(stretch).Select(chunk => new CurvePoint(chunk.Average(p => p.Step), chunk.Average(p => p.Value)))];
    }

    private static string Path(List<CurvePoint> points, Scale x, Scale y)
    {
        var path = new StringBuilder();
        var pen = false;
        foreach (var p in points)
        {
            if (double.IsFinite(p.Value)) path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{x[p.Step]:0.#} {y[p.Value]:0.#}");
            pen = double.IsFinite(p.Value);
        }
        return path.ToString();
    }
}
