using System.Globalization;
using FineGrain.Analysis.Comparing;
using FineGrain.Analysis.Metrics;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>Two models: the verdict, what the test set can show, and every metric of both.</summary>
internal static class PairSection
{
    private const double Level = 0.05;

    public static Html Draw(DrillData data, Phrases t)
    {
        var html = new Html();
        if (data.Comparison is not { } c) return html;
        html.Add($"<p class=\"verdict\">{Verdict(c, data, t)}</p><p class=\"note\">{Power(c, t)}</p>");
        html.Add($"<div class=\"card\"><p class=\"note\">{t["p for all metrics is corrected by Holm; p by McNemar's exact test or by approximate randomization."]}</p><div class=\"scroll\"><table class=\"sortable\"><thead><tr><th>{t["Metric"]}</th><th class=\"num\">{data.NameA}</th><th class=\"num\">{data.NameB}</th><th class=\"num\">{t["Difference"]}</th><th class=\"num\">{t["95% interval"]}</th><th class=\"num\">{t["p"]}</th><th class=\"num\">{t["p, all metrics"]}</th></tr></thead><tbody>");
        foreach (var m in c.Metrics)
            html.Add($"<tr><td class=\"label\">{DrillTiles.Title(m.Metric, t)}</td><td class=\"num\" data-value=\"{m.A.Value}\">{Words.Value(m.Metric, m.A.Value)}</td><td class=\"num\" data-value=\"{m.B.Value}\">{Words.Value(m.Metric, m.B.Value)}</td><td class=\"num{(m.AdjustedPValue < Level ? " strong" : "")}\" data-value=\"{m.Difference}\">{Change(m, m.Difference)}</td><td class=\"num\">{Change(m, m.Interval.Low)} – {Change(m, m.Interval.High)}</td><td class=\"num\" data-value=\"{m.PValue}\">{P(m.PValue)}</td><td class=\"num\" data-value=\"{m.AdjustedPValue}\">{P(m.AdjustedPValue)}</td></tr>");
        html.Raw("</tbody></table></div></div>");
        if (data.Differences.Count == 0) return html;
        html.Add($"<div class=\"card\"><p class=\"note\">{t["Both models on every slice; p by McNemar's exact test, corrected by Holm."]}</p><div class=\"scroll tall\"><table class=\"sortable\"><thead><tr><th>{t["Slice"]}</th><th class=\"num\">{t["Examples"]}</th><th class=\"num\">{data.NameA}</th><th class=\"num\">{data.NameB}</th><th class=\"num\">{t["Change"]}</th><th class=\"num\">{t["Mended"]}</th><th class=\"num\">{t["Broken"]}</th><th class=\"num\">{t["p, corrected"]}</th></tr></thead><tbody>");
        foreach (var d in data.Differences)
            html.Add($"<tr data-slice=\"{d.Where}\"><td class=\"label\">{d.Where}</td><td class=\"num\" data-value=\"{d.Support}\">{Words.Count(d.Support)}</td><td class=\"num\" data-value=\"{d.A}\">{Words.Percent(d.A)}</td><td class=\"num\" data-value=\"{d.B}\">{Words.Percent(d.B)}</td><td class=\"num{(d.AdjustedPValue < Level ? " strong" : "")}\" data-value=\"{d.B - d.A}\">{100 * (d.B - d.A):+0.0;−0.0;0.0}</td><td class=\"num\">{d.McNemar.Mended}</td><td class=\"num\">{d.McNemar.Broken}</td><td class=\"num\" data-value=\"{d.AdjustedPValue}\">{P(d.AdjustedPValue)}</td></tr>");
        return html.Raw("</tbody></table></div></div>");
    }

    public static string Verdict(ComparisonResult c, DrillData data, Phrases t)
    {
        var m = c.Headline;
        var details = t.Say("{0} {1} against {2}, difference {3} (95% interval {4} to {5}), p {6}", DrillTiles.Title(m.Metric, t), Words.Value(m.Metric, m.B.Value), Words.Value(m.Metric, m.A.Value),
            Change(m, m.Difference), Change(m, m.Interval.Low), Change(m, m.Interval.High), P(m.PValue));
        var better = m.Difference > 0 != MetricNames.LowerIsBetter(m.Metric);
        var said = t.Say(m.PValue < Level ? better ? "{0} is better than {1}: {2}." : "{0} is worse than {1}: {2}." : "No difference is shown between {0} and {1}: {2}.", data.NameB, data.NameA, details);
        return c.McNemar is { } flips ? $"{said} {t.Say("{0} examples mended, {1} broken.", flips.Mended, flips.Broken)}" : said;
    }

    public static string Power(ComparisonResult c, Phrases t) => c.Headline.Detectable > 0
        ? t.Say("These {0} examples can show differences of at least {1} (80% power, level 0.05).", Words.Count(c.Support), Words.Value(c.Headline.Metric, c.Headline.Detectable))
        : "";

    public static string P(double p) => double.IsNaN(p) ? "–" : p < 0.0001 ? "<0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Change(MetricComparison m, double value) => (MetricNames.IsShare(m.Metric) ? 100 * value : value).ToString(MetricNames.IsShare(m.Metric) ? "+0.0;−0.0;0.0" : "+0.000;−0.000;0.000", CultureInfo.InvariantCulture);
}
