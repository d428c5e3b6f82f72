using FineGrain.Analysis.Reporting.Drawing;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>Sizes, label balance and leaks of the splits.</summary>
internal static class DataFacts
{
    private const int LegendLabels = 12;

    public static Html Draw(IReadOnlyList<SplitFacts> splits, IReadOnlyList<string> notes)
    {
        var html = new Html();
        if (splits.Count + notes.Count == 0) return html;
        html.Raw("<h2 id=\"data\">Data</h2><div class=\"grid\"><div class=\"card w12\">");
        string[] labels = [.. splits.SelectMany(s => s.Labels.Select(l => l.Label)).Distinct()];
        if (labels.Length is > 0 and <= LegendLabels)
        {
            html.Raw("<div class=\"legend\">");
            for (var i = 0; i < labels.Length; i++) html.Add($"<span><i class=\"box s{i % LineChart.Colours}\"></i>{labels[i]}</span>");
            html.Raw("</div>");
        }
        if (splits.Count > 0)
        {
            html.Raw("<div class=\"scroll\"><table><thead><tr><th>Split</th><th class=\"num\">Examples</th><th style=\"width:50%\">Label balance</th><th>Also in train</th></tr></thead><tbody>");
            foreach (var split in splits) html.Add(Row(split, labels));
            html.Raw("</tbody></table></div>");
        }
        if (notes.Count > 0)
        {
            html.Raw("<ul class=\"notes\">");
            foreach (var note in notes) html.Add($"<li>{note}</li>");
            html.Raw("</ul>");
        }
        return html.Raw("</div></div>");
    }

    private static Html Row(SplitFacts split, string[] labels)
    {
        var html = new Html().Add($"<tr><td class=\"label\">{split.Name}</td><td class=\"num\">{Words.Count(split.Examples)}</td><td><div class=\"balance\">");
        foreach (var (label, count) in split.Labels)
            html.Add($"<i class=\"s{Array.IndexOf(labels, label) % LineChart.Colours}\" style=\"flex:{count}\" title=\"{label}: {Words.Count(count)} ({Words.Percent((double)count / Math.Max(1, split.Labels.Sum(l => l.Count)))})\"></i>");
        html.Raw("</div></td><td>");
        if (split.Leaked is { } leaked and > 0) html.Add($"<span class=\"chip warn\">{Words.Count(leaked)} ({Words.Percent((double)leaked / split.Examples)})</span>");
        else html.Raw(split.Leaked is 0 ? "none" : "–");
        return html.Raw("</td></tr>");
    }
}
