using FineGrain.Analysis.Reporting.Drawing;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>Loss, dev metric and learning rate over the steps.</summary>
internal static class TrainingCurves
{
    public static Html Draw(IReadOnlyList<Curve> curves)
    {
        var html = new Html();
        var charts = curves.Where(c => c.Points.Count > 0).GroupBy(c => c.Chart).ToList();
        if (charts.Count == 0) return html;
        html.Raw("<h2 id=\"training\">Training</h2><div class=\"grid\">");
        foreach (var chart in charts)
        {
            var lines = chart.ToList();
            html.Add($"<div class=\"card {(charts.Count % 3 == 0 ? "w4" : "w6")}\"><h3>{chart.Key}</h3><div class=\"legend\">");
            for (var i = 0; i < lines.Count; i++)
                html.Add($"<span><i class=\"s{i % LineChart.Colours}\"></i>{lines[i].Name}<b>{Scale.Label(Math.Round(lines[i].Points[^1].Value, 6))}</b></span>");
            html.Raw("</div>").Add(LineChart.Draw(lines)).Raw("</div>");
        }
        return html.Raw("</div>");
    }
}
