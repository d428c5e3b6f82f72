using FineGrain.Analysis.Metrics.Spans;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>What went wrong with the spans of each type.</summary>
internal static class SpanErrors
{
    private const int MostConfusions = 12;

    public static Html Draw(SpanAnalysis analysis)
    {
        var html = new Html().Raw("<div class=\"card w12\"><h3>Kinds of errors</h3><p class=\"note\">Each gold span stands in one column of its row; invented spans stand in the row of the type that was answered.</p>")
            .Raw("<div class=\"scroll\"><table class=\"sortable\"><thead><tr><th>Type</th><th class=\"num\">Right</th><th class=\"num\">Wrong border</th><th class=\"num\">Wrong type</th><th class=\"num\">Both wrong</th><th class=\"num\">Missed</th><th class=\"num\">Invented</th><th style=\"width:26%\">Shares</th></tr></thead><tbody>");
        foreach (var e in analysis.Errors)
        {
            int[] counts = [e.Right, e.WrongBorder, e.WrongType, e.Both, e.Missed, e.Invented];
            if (counts.Sum() == 0) continue;
            html.Add($"<tr><td class=\"label\">{e.Label}</td>");
            foreach (var count in counts) html.Add($"<td class=\"num\" data-value=\"{count}\">{Words.Count(count)}</td>");
            html.Raw("<td><div class=\"balance\">");
            for (var k = 0; k < counts.Length; k++)
                if (counts[k] > 0) html.Add($"<i class=\"s{k}\" style=\"flex:{counts[k]}\" title=\"{Names[k]}: {Words.Count(counts[k])} ({Words.Percent((double)counts[k] / counts.Sum())})\"></i>");
            html.Raw("</div></td></tr>");
        }
        html.Raw("</tbody></table></div>");
        if (analysis.Confusions.Count > 0)
        {
            html.Raw("<p class=\"note\">Types taken for one another: ");
            html.Raw(string.Join("; ", analysis.Confusions.Take(MostConfusions).Select(c => new Html().Add($"{c.Gold} → {c.Predicted} {Words.Count(c.Count)}").ToString())));
            html.Raw(analysis.Confusions.Count > MostConfusions ? " …</p>" : "</p>");
        }
        return html.Raw("</div>");
    }

    private static readonly string[] Names = ["right", "wrong border", "wrong type", "both wrong", "missed", "invented"];
}
