using System.Globalization;
using System.Text;
using FineGrain.Analysis.Explaining;
using FineGrain.Analysis.Reporting.Drawing;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting;

/// <summary>Explanations as one self-contained page: each text as a heat map of its words, and which method to trust on this model.</summary>
public static class ExplanationPage
{
    /// <summary>Writes the page whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, string name, IReadOnlyList<Explanation> explanations, IReadOnlyList<MethodTrust> trust) =>
        FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(name, explanations, trust))));

    /// <summary>The page. The same explanations give the same text.</summary>
    public static string Render(string name, IReadOnlyList<Explanation> explanations, IReadOnlyList<MethodTrust> trust)
    {
        var html = new Html()
            .Add($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"{Assets.Policy}\">")
            .Add($"<link rel=\"icon\" href=\"data:,\"><title>{name} · FineGrain explanations</title><style>").Raw(Assets.Css).Raw("</style></head><body>")
            .Add($"<header class=\"masthead\"><div><div class=\"eyebrow\"><b>FineGrain explanations</b></div><h1>{name}</h1></div></header><main>")
            .Add(Trust(trust));
        if (explanations.Count > 0) html.Raw("<h2>Texts</h2><p class=\"note\">Green words speak for the answer, red ones against it; the deeper, the more. Point at a word for its number. Depths compare within one line only.</p><div class=\"grid\">");
        foreach (var text in explanations.GroupBy(e => (e.Id, e.Text)))
        {
            html.Raw("<div class=\"card w12\">");
            foreach (var output in text.GroupBy(e => e.Output))
            {
                var first = output.First();
                html.Add($"<p><span class=\"chip\">{(first.Aspect is null ? output.Key : $"{first.Aspect}: {output.Key}")}</span> {Words.Percent(first.Probability)} <span class=\"note\">{text.Key.Id}</span></p>");
                foreach (var e in output) html.Add(One(e));
                html.Add(Near(first.Neighbours ?? []));
            }
            html.Raw("</div>");
        }
        if (explanations.Count > 0) html.Raw("</div>");
        return html.Raw("<footer>Made by FineGrain.</footer></main><script>").Raw(Assets.Script).Raw("</script></body></html>\n").ToString();
    }

    private static Html One(Explanation e)
    {
        var html = new Html().Add($"<div class=\"heat\"><span class=\"method\">{e.Method}</span><p class=\"text\" dir=\"auto\">");
        var most = Math.Max(e.Words.Select(w => Math.Abs(w.Weight)).DefaultIfEmpty().Max(), 1e-12);
        var at = 0;
        foreach (var word in e.Words)
        {
            html.Add($"{e.Text[at..word.Start]}<span class=\"{(word.Weight < 0 ? "against" : "for")}\" style=\"--w:{Math.Abs(word.Weight) / most:0.##}\" title=\"{Signed(word.Weight)}\">{e.Text[word.Start..word.End]}</span>");
            at = word.End;
        }
        html.Add($"{e.Text[at..]}</p>");
        if (e.Completeness is { } c) html.Add($"<p class=\"note\">Contributions sum to {Signed(c.Sum)} of a difference of {Signed(c.Difference)} log-odds: {Words.Percent(c.Error)} missing, {c.Steps} steps{(e.Rest == 0 ? "" : $"; n-grams {Signed(e.Rest)}")}.</p>");
        return html.Raw("</div>");
    }

    private static Html Near(IReadOnlyList<Neighbour> neighbours)
    {
        var html = new Html();
        if (neighbours.Count == 0) return html;
        html.Raw("<p class=\"note\">Nearest training examples, by cosine</p><ul class=\"near\">");
        foreach (var n in neighbours)
        {
            html.Add($"<li dir=\"auto\">{Plain(n.Similarity)} <span class=\"chip\">{n.Label}</span> ");
            if (n is { Start: { } start, End: { } end }) html.Add($"{n.Text[..start]}<b>{n.Text[start..end]}</b>{n.Text[end..]}");
            else html.Add($"{n.Text}");
            html.Add($" <span class=\"note\">{n.Source ?? n.Id}</span></li>");
        }
        return html.Raw("</ul>");
    }

    private static Html Trust(IReadOnlyList<MethodTrust> trust)
    {
        var html = new Html();
        if (trust.Count == 0) return html;
        var best = MethodTrust.Recommended(trust);
        html.Add($"<h2>Which method to trust <span class=\"note\">{Words.Count(trust[0].Texts)} texts</span></h2><p class=\"note\">")
            .Add(best is null ? new Html().Raw("No method names the words that the model uses better than chance does on these texts.") : new Html().Add($"On these texts {best.Method} names the words that the model uses best."))
            .Raw(" Comprehensiveness: fall of the probability when the top words are erased; more is better. Sufficiency: fall when only they are left; less is better. Deletion area: less is better.</p>")
            .Raw("<div class=\"grid\"><div class=\"card w7\"><div class=\"scroll\"><table class=\"sortable\"><thead><tr><th>Method</th><th class=\"num\">Comprehensiveness</th><th class=\"num\">Over random</th><th class=\"num\">Sufficiency</th><th class=\"num\">Deletion area</th></tr></thead><tbody>");
        foreach (var m in trust)
            html.Add($"<tr><td class=\"label\">{m.Method}</td><td class=\"num\">{Plain(m.Comprehensiveness)}</td><td class=\"num\">{(double.IsNaN(m.Margin) ? "–" : $"{Signed(m.Margin)} [{Signed(m.MarginInterval.Low)}, {Signed(m.MarginInterval.High)}]")}</td><td class=\"num\">{Plain(m.Sufficiency)}</td><td class=\"num\">{Plain(m.DeletionArea)}</td></tr>");
        return html.Raw("</tbody></table></div></div><div class=\"card w5\">")
            .Raw("<h3>Deletion curves</h3><p class=\"note\">Mean probability while 0 to 100% of the words are erased, the most important first.</p>")
            .Add(Curves([.. trust.Select(m => new Curve("Probability", m.Method, [.. m.Curve.Select((p, i) => new CurvePoint(100.0 * i / (m.Curve.Count - 1), p))]))]))
            .Raw("</div></div>");
    }

    private static Html Curves(IReadOnlyList<Curve> curves)
    {
        var html = new Html().Raw("<div class=\"legend\">");
        for (var i = 0; i < curves.Count; i++) html.Add($"<span><i class=\"s{i % LineChart.Colours}\"></i>{curves[i].Name}</span>");
        return html.Raw("</div>").Add(LineChart.Draw(curves));
    }

    private static string Plain(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);
}
