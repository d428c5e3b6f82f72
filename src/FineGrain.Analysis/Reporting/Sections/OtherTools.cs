using System.Globalization;
using FineGrain.Analysis.Metrics.Spans;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>What other tools would print for the same predictions.</summary>
internal static class OtherTools
{
    public static Html Draw(SpanAnalysis analysis)
    {
        var html = new Html();
        if (analysis.OtherTools.Count == 0) return html;
        html.Raw("<div class=\"card w12\"><h3>What other tools would print</h3><p class=\"note\">The same predictions, counted otherwise. Compare a number only with one counted the same way.")
            .Raw(analysis.OtherTools.Any(t => t.Moves) ? " Marked: the choice alone moves the number by more than a point.</p>" : "</p>")
            .Raw("<div class=\"scroll\"><table><thead><tr><th>Counted by</th><th class=\"num\">Number</th><th class=\"num\">Against ours</th><th>How it differs</th></tr></thead><tbody>");
        foreach (var tool in analysis.OtherTools)
        {
            var points = double.IsNaN(tool.Difference) ? "–" : (100 * tool.Difference).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);
            var cell = tool.Moves ? new Html().Add($"<span class=\"chip warn\">{points}</span>") : new Html().Add($"{points}");
            html.Add($"<tr><td class=\"label\">{tool.Name}</td><td class=\"num\">{Words.Percent(tool.Value)}</td><td class=\"num\">{cell}</td><td>{tool.Note}</td></tr>");
        }
        return html.Raw("</tbody></table></div></div>");
    }
}
