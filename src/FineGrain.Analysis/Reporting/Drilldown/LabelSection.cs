using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Reporting.Drawing;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>Scores of each label, and which are taken for which.</summary>
internal static class LabelSection
{
    private const int MostConfusions = 40;

    public static Html Draw(DrillData data, Phrases t)
    {
        var (html, evaluation) = (new Html(), data.Evaluation);
        var rows = evaluation.Labels.Where(l => evaluation.Scores.Any(s => s.Metric == $"f1:{l}")).ToList();
        if (rows.Count == 0) return html;
        html.Add($"<div class=\"grid\"><div class=\"card w7\"><div class=\"scroll tall\"><table class=\"sortable\"><thead><tr><th>{t["Label"]}</th><th class=\"num\">{t["Gold"]}</th><th>{t["F1"]}</th><th>{t["Precision"]}</th><th>{t["Recall"]}</th></tr></thead><tbody>");
        foreach (var label in rows)
        {
            var f1 = evaluation[$"f1:{label}"];
            html.Add($"<tr><td class=\"label\">{label}</td><td class=\"num\" data-value=\"{f1.Support}\">{Words.Count(f1.Support)}</td>");
            foreach (var s in (Score[])[f1, evaluation[$"precision:{label}"], evaluation[$"recall:{label}"]]) html.Add($"<td data-value=\"{s.Value:0.######}\">{Bars.Cell(s)}</td>");
            html.Raw("</tr>");
        }
        html.Raw("</tbody></table></div></div>");
        if (evaluation.Confusion is { } m) html.Add(Confusions(m, t));
        return html.Raw("</div>");
    }

    private static Html Confusions(ConfusionMatrix m, Phrases t)
    {
        var html = new Html().Add($"<div class=\"card w5\"><h3>{t["Confusions"]}</h3><p class=\"note\">{t["Which gold label was answered with which other, the most frequent first."]}</p><div class=\"scroll tall\"><table class=\"sortable\"><thead><tr><th>{t["Gold"]}</th><th>{t["Answered"]}</th><th class=\"num\">{t["Times"]}</th><th class=\"num\">{t["Share of gold"]}</th></tr></thead><tbody>");
        var pairs = Enumerable.Range(0, m.Labels.Count).SelectMany(g => Enumerable.Range(0, m.Labels.Count).Where(p => p != g && m[g, p] > 0).Select(p => (g, p)));
        foreach (var (g, p) in pairs.OrderByDescending(c => m[c.g, c.p]).Take(MostConfusions))
            html.Add($"<tr data-gold=\"{m.Labels[g]}\" data-answer=\"{m.Labels[p]}\"><td class=\"label\">{m.Labels[g]}</td><td class=\"label\">{m.Labels[p]}</td><td class=\"num\" data-value=\"{m[g, p]}\">{Words.Count(m[g, p])}</td><td class=\"num\" data-value=\"{(double)m[g, p] / m.Gold(g):0.####}\">{Words.Percent((double)m[g, p] / m.Gold(g))}</td></tr>");
        return html.Raw("</tbody></table></div></div>");
    }
}
