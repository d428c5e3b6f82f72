using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Slicing;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>The worst slices, and all slices by one property; a click on a row shows its examples.</summary>
internal static class SliceSections
{
    private const double Level = 0.05;

    public static Html Weak(DrillData data, Phrases t)
    {
        var html = new Html();
        if (data.Worst.Tried == 0) return html;
        var found = data.Worst.Worst.Count;
        html.Add($"<p class=\"note\">{(found == 0 ? t.Say("No slice is worse than the rest beyond chance, of {0} tried.", Words.Count(data.Worst.Tried)) : t.Say("{0} slices are worse than the rest beyond chance, of {1} tried (Holm, level 0.05). Click one to see its examples.", found, Words.Count(data.Worst.Tried)))}</p>");
        return found == 0 ? html : html.Raw("<div class=\"card\">").Add(Table(data, data.Worst.Worst, t)).Raw("</div>");
    }

    public static Html All(DrillData data, Phrases t) => data.Slices.Count == 0 ? new() : new Html()
        .Add($"<div class=\"card\"><p class=\"note\">{t["Every slice by one property; p corrected by Holm for all of them. Click one to see its examples."]}</p><input class=\"rows\" type=\"search\" placeholder=\"{t["Filter"]}\" aria-label=\"{t["Filter"]}\" hidden>")
        .Add(Table(data, data.Slices, t)).Raw("</div>");

    private static Html Table(DrillData data, IReadOnlyList<SliceScore> slices, Phrases t)
    {
        var metric = MetricNames.Headline(data.Evaluation.Options.Target);
        var html = new Html().Add($"<div class=\"scroll tall\"><table class=\"sortable\"><thead><tr><th>{t["Slice"]}</th><th class=\"num\">{t["Examples"]}</th><th class=\"num\">{DrillTiles.Title(metric, t)}</th><th class=\"num\">{t["95% interval"]}</th><th class=\"num\">{t["Rest"]}</th><th class=\"num\">{t["p, corrected"]}</th><th class=\"num\">{t["Share of errors"]}</th><th class=\"num\">{t["Expected gain"]}</th></tr></thead><tbody>");
        foreach (var s in slices)
            html.Add($"<tr data-slice=\"{s.Where}\"><td class=\"label\">{s.Name}</td><td class=\"num\" data-value=\"{s.Support}\">{Words.Count(s.Support)}</td><td class=\"num{(s.AdjustedPValue < Level ? " weak" : "")}\" data-value=\"{s.Score}\">{Words.Value(metric, s.Score)}</td><td class=\"num\">{Words.Interval(new Score("", "", "", metric, s.Score, s.Interval.Low, s.Interval.High, s.Support, null))}</td><td class=\"num\" data-value=\"{s.Rest}\">{Words.Value(metric, s.Rest)}</td><td class=\"num\" data-value=\"{s.AdjustedPValue}\">{PairSection.P(s.AdjustedPValue)}</td><td class=\"num\" data-value=\"{s.ErrorShare}\">{Words.Percent(s.ErrorShare)}</td><td class=\"num\" data-value=\"{s.Gain}\">{Words.Value(metric, s.Gain)}</td></tr>");
        return html.Raw("</tbody></table></div>");
    }
}
