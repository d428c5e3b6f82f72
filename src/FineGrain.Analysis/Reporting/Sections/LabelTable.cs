using FineGrain.Analysis.Reporting.Drawing;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>Precision, recall and F1 of each label.</summary>
internal static class LabelTable
{
    public static Html Draw(EvaluationResult evaluation)
    {
        var html = new Html();
        var rows = evaluation.Labels.Where(l => evaluation.Scores.Any(s => s.Metric == $"f1:{l}")).ToList();
        if (rows.Count == 0) return html;
        html.Raw("<div class=\"card w12\"><h3>Labels</h3><p class=\"note\">Bars with their 95% bootstrap intervals.</p><div class=\"scroll\"><table class=\"sortable\"><thead><tr><th>Label</th><th class=\"num\">Gold</th><th>F1</th><th>Precision</th><th>Recall</th></tr></thead><tbody>");
        foreach (var label in rows)
        {
            var f1 = evaluation[$"f1:{label}"];
            html.Add($"<tr><td class=\"label\">{label}</td><td class=\"num\" data-value=\"{f1.Support}\">{Words.Count(f1.Support)}</td>");
            foreach (var s in (Core.Score[])[f1, evaluation[$"precision:{label}"], evaluation[$"recall:{label}"]]) html.Add($"<td data-value=\"{s.Value:0.######}\">{Bars.Cell(s)}</td>");
            html.Raw("</tr>");
        }
        return html.Raw("</tbody></table></div></div>");
    }
}
