using System.Text;
using FineGrain.Analysis.Reporting.Drawing;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting;

/// <summary>The page of a search for a smaller model: score against time with the Pareto front, and every candidate in a table.</summary>
public static class SearchReport
{
    private const int Width = 720, Height = 320, Left = 56, Right = 24, Top = 16, Bottom = 40;

    /// <summary>Writes the page whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, SearchReportData data) => FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(data))));

    /// <summary>The page. The same data give the same text.</summary>
    public static string Render(SearchReportData data) => new Html()
        .Add($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"{Assets.Policy}\">")
        .Add($"<link rel=\"icon\" href=\"data:,\"><title>{data.Name} · FineGrain compression</title><style>").Raw(Assets.Css).Raw("</style></head><body>")
        .Add($"<header class=\"masthead\"><div><div class=\"eyebrow\"><b>FineGrain compression</b></div><h1>{data.Name}</h1><p class=\"lede\">{data.Contract}</p></div></header><main>")
        .Add($"<h2>Score against time</h2><p class=\"note\">The line joins the candidates that no other beats in score, time and size at once; a ring marks the chosen one. Larger dots are larger folders.</p>")
        .Add(Chart(data))
        .Add($"<h2>Candidates</h2>").Add(Table(data))
        .Raw("<footer>Made by FineGrain. Times and sizes were measured on this machine, scores on dev; intervals are 95 % paired bootstrap intervals of the change.</footer></main></body></html>\n")
        .ToString();

    private static Html Chart(SearchReportData data)
    {
        var rows = data.Rows.Where(r => r.Score is not null).OrderBy(r => r.P95).ToList();
        if (rows.Count == 0) return new Html().Raw("<p class=\"note\">Nothing was tried.</p>");
        var x = Scale.Of(0, Math.Max(rows.Max(r => r.P95), data.P95 ?? 0), Left, Width - Right, 8, widen: true);
        var y = Scale.Of(rows.Min(r => r.Score!.Value), rows.Max(r => r.Score!.Value), Height - Bottom, Top, 5, widen: true);
        var largest = rows.Max(r => r.Megabytes);
        var svg = new Html().Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{data.Metric} against milliseconds of a text\">");
        foreach (var tick in y.Ticks)
            svg.Add($"<line class=\"gridline\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y[tick]:0.#}\" y2=\"{y[tick]:0.#}\"/><text x=\"{Left - 7}\" y=\"{y[tick] + 4:0.#}\" text-anchor=\"end\">{Scale.Label(tick)}</text>");
        foreach (var tick in x.Ticks) svg.Add($"<text x=\"{x[tick]:0.#}\" y=\"{Height - 22}\" text-anchor=\"middle\">{Scale.Label(tick)}</text>");
        svg.Add($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">p95 of one text, ms</text>");
        if (data.P95 is { } limit) svg.Add($"<line class=\"line s1\" stroke-dasharray=\"4 4\" x1=\"{x[limit]:0.#}\" x2=\"{x[limit]:0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
        var front = rows.Where(r => r.OnFront).ToList();
        svg.Add($"<path class=\"line s0\" d=\"{string.Join(' ', front.Select((r, i) => FormattableString.Invariant($"{(i == 0 ? 'M' : 'L')}{x[r.P95]:0.#} {y[r.Score!.Value]:0.#}")))}\"/>");
        foreach (var row in rows)
        {
            var radius = 3 + (6 * Math.Sqrt(row.Megabytes / largest));
            svg.Add($"<circle class=\"dot s{(row.OnFront ? 0 : 2)}\" cx=\"{x[row.P95]:0.#}\" cy=\"{y[row.Score!.Value]:0.#}\" r=\"{radius:0.#}\"><title>{row.Name}: {data.Metric} {row.Score.Value:0.00}, p95 {row.P95:0.000} ms, {row.Megabytes:0.00} MB</title></circle>");
            if (row.Chosen) svg.Add($"<circle class=\"line s0\" cx=\"{x[row.P95]:0.#}\" cy=\"{y[row.Score.Value]:0.#}\" r=\"{radius + 4:0.#}\"/>");
        }
        return svg.Raw("</svg>");
    }

    private static Html Table(SearchReportData data)
    {
        var html = new Html().Add($"<table><thead><tr><th>candidate</th><th class=\"num\">MB</th><th class=\"num\">p50 ms</th><th class=\"num\">p95 ms</th><th class=\"num\">texts/s</th><th class=\"num\">{data.Metric}</th><th class=\"num\">95 % of the change</th><th class=\"num\">p</th><th></th></tr></thead><tbody>");
        foreach (var row in data.Rows.OrderBy(r => r.Score is null).ThenBy(r => r.P95))
        {
            html.Add($"<tr><td>{row.Name}</td><td class=\"num\">{row.Megabytes:0.00}</td><td class=\"num\">{row.P50:0.000}</td><td class=\"num\">{row.P95:0.000}</td><td class=\"num\">{row.PerSecond:0}</td>");
            if (row.Score is { } score) html.Add($"<td class=\"num\">{score:0.00}</td><td class=\"num\">{row.Low:+0.0;-0.0;0.0} to {row.High:+0.0;-0.0;0.0}</td><td class=\"num\">{row.PValue:0.000}</td>");
            else html.Raw("<td></td><td></td><td></td>");
            html.Add($"<td>{(row.Chosen ? "chosen" : row.OnFront ? "on the front" : row.Missed is { } missed ? $"not tried: {missed}" : "")}</td></tr>");
        }
        return html.Raw("</tbody></table>");
    }
}
