using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>Examples with their text, gold and answer.</summary>
internal static class ExampleList
{
    private const int AtOnce = 10, LongText = 420;

    public static Html Draw(string title, string note, IReadOnlyList<JudgedPrediction> examples, bool folded)
    {
        var html = new Html();
        if (examples.Count == 0) return html;
        html.Raw("<div class=\"card w12\">");
        if (folded) html.Add($"<details class=\"fold\"><summary>{title}</summary>");
        else html.Add($"<h3>{title}</h3>");
        html.Add($"<p class=\"note\">{note}</p><div><input class=\"filter\" type=\"search\" placeholder=\"Filter by text, label or id\" aria-label=\"Filter examples\" hidden><ol class=\"examples\">");
        foreach (var example in examples.Take(AtOnce)) html.Add(One(example));
        html.Raw("</ol>");
        if (examples.Count > AtOnce)
        {
            html.Add($"<details class=\"more\"><summary>{examples.Count - AtOnce} more</summary><ol class=\"examples\">");
            foreach (var example in examples.Skip(AtOnce)) html.Add(One(example));
            html.Raw("</ol></details>");
        }
        html.Raw("</div>");
        return html.Raw(folded ? "</details></div>" : "</div>");
    }

    private static Html One(JudgedPrediction example)
    {
        var p = example.Prediction;
        var html = new Html().Raw("<li><div class=\"head\">");
        if (p.Number is { } number)
            html.Add($"<span>gold</span><span class=\"chip\">{Plain(p.GoldNumber ?? double.NaN)}</span><span>answered</span><span class=\"chip bad\">{Plain(number)}</span><span class=\"sure\" style=\"--p:0%\">off by {Plain(example.Loss)}</span>");
        else if (p.Spans is not null || p.Triplets is not null)
        {
            html.Add($"<span class=\"chip{(example.Correct == true ? "" : " bad")}\">{(example.Correct == true ? "all right" : "not all right")}</span>");
            if (example.Confidence is { } sure && example.Correct == false) html.Add($"<span class=\"sure\" style=\"--p:{100 * sure:0}%\">{Words.Percent(sure)} sure of a wrong one</span>");
            html.Add($"<span>loss {example.Loss:0.00}</span><span class=\"id\">{p.Id}</span></div>");
            return (p.Spans is not null ? html.Add(MarkedText.Draw(p)) : html.Add(Body(p.Text, "text")).Add(Triplets("gold", p.GoldTriplets, p.Text)).Add(Triplets("answered", p.Triplets, p.Text))).Raw("</li>");
        }
        else
        {
            html.Add($"<span>gold</span><span class=\"chip\">{Join(p.Gold ?? [])}</span><span>answered</span><span class=\"chip{(example.Correct == true ? "" : " bad")}\">{Join(p.Labels)}</span>");
            if (example.Confidence is { } sure) html.Add($"<span class=\"sure\" style=\"--p:{100 * sure:0}%\">{Words.Percent(sure)} sure</span>");
            html.Add($"<span>loss {example.Loss:0.00}</span>");
        }
        html.Add($"<span class=\"id\">{p.Id}</span></div>").Add(Body(p.Text, "text"));
        if (p.Pair is { } pair) html.Add(Body(pair, "text pair"));
        return html.Raw("</li>");
    }

    private static Html Body(string text, string kind)
    {
        if (text.Length <= LongText) return new Html().Add($"<p class=\"{kind}\" dir=\"auto\">{text}</p>");
        var cut = char.IsHighSurrogate(text[LongText - 1]) ? LongText - 1 : LongText;
        return new Html().Add($"<details><summary class=\"{kind}\" dir=\"auto\">{text[..cut]} …</summary><p class=\"{kind}\" dir=\"auto\">{text}</p></details>");
    }

    private static Html Triplets(string who, IReadOnlyList<Triplet>? triplets, string text)
    {
        var html = new Html().Add($"<ul class=\"faults\"><li><span>{who}</span>");
        if (triplets is not { Count: > 0 }) html.Raw("none");
        foreach (var t in triplets ?? []) html.Add($"<bdi>{t.Aspect.Slice(text)}</bdi> · <bdi>{t.Opinion.Slice(text)}</bdi> <b>{t.Polarity}</b> ");
        return html.Raw("</li></ul>");
    }

    private static string Join(IReadOnlyList<string> labels) => labels.Count == 0 ? "none" : string.Join(", ", labels);

    private static string Plain(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
