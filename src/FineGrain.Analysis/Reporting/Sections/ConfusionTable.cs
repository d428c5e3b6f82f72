using FineGrain.Analysis.Metrics;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>Gold against answered as a heat map; for very many labels the most frequent confusions instead.</summary>
internal static class ConfusionTable
{
    private const int MostLabels = 40, Roomy = 9, Few = 3, MostConfusions = 25;

    public static Html Draw(ConfusionMatrix m) => m.Labels.Count <= MostLabels ? Map(m) : Pairs(m);

    private static Html Map(ConfusionMatrix m)
    {
        var html = new Html().Add($"<div class=\"card\"><h3>Confusion</h3><p class=\"note\">Each row is a gold label; colour is the share of that row.</p><div class=\"scroll\"><table class=\"confusion{(m.Labels.Count > Roomy ? " many" : m.Labels.Count <= Few ? " few" : "")}\">")
            .Add($"<thead><tr><th></th><th class=\"axis\" colspan=\"{m.Labels.Count}\">answered</th></tr><tr><th class=\"axis\">gold</th>");
        foreach (var label in m.Labels) html.Add($"<th>{label}</th>");
        html.Raw("</tr></thead><tbody>");
        for (var g = 0; g < m.Labels.Count; g++)
        {
            html.Add($"<tr><th>{m.Labels[g]}</th>");
            for (var p = 0; p < m.Labels.Count; p++)
            {
                var share = m.Gold(g) == 0 ? 0 : (double)m[g, p] / m.Gold(g);
                var kind = string.Join(' ', new[] { g == p ? "hit" : "", share > 0.55 ? "deep" : "" }.Where(k => k.Length > 0));
                html.Add($"<td class=\"{kind}\" style=\"--v:{share:0.###}\" title=\"{Words.Examples(m[g, p])} of {m.Labels[g]} answered {m.Labels[p]}: {Words.Percent(share)}\">{Words.Count(m[g, p])}<small>{Words.Percent(share)}</small></td>");
            }
            html.Raw("</tr>");
        }
        return html.Raw("</tbody></table></div></div>");
    }

    private static Html Pairs(ConfusionMatrix m)
    {
        var html = new Html().Add($"<div class=\"card\"><h3>Most frequent confusions</h3><p class=\"note\">Of {m.Labels.Count} labels, the pairs confused most often.</p><div class=\"scroll\"><table class=\"sortable\"><thead><tr><th>Gold</th><th>Answered</th><th class=\"num\">Times</th><th class=\"num\">Share of gold</th></tr></thead><tbody>");
        var pairs = Enumerable.Range(0, m.Labels.Count).SelectMany(g => Enumerable.Range(0, m.Labels.Count).Where(p => p != g && m[g, p] > 0).Select(p => (g, p)));
        foreach (var (g, p) in pairs.OrderByDescending(c => m[c.g, c.p]).Take(MostConfusions))
            html.Add($"<tr><td class=\"label\">{m.Labels[g]}</td><td class=\"label\">{m.Labels[p]}</td><td class=\"num\" data-value=\"{m[g, p]}\">{Words.Count(m[g, p])}</td><td class=\"num\" data-value=\"{(double)m[g, p] / m.Gold(g):0.####}\">{Words.Percent((double)m[g, p] / m.Gold(g))}</td></tr>");
        return html.Raw("</tbody></table></div></div>");
    }
}
