using System.Globalization;
using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>
/// A text with its gold and predicted spans marked in place, and below it each error in words. The text is cut at every border, so nested and overlapping
/// spans need no nesting; each stretch is marked by the worst that covers it. Direction is the browser's choice for each paragraph and each quoted surface.
/// </summary>
internal static class MarkedText
{
    private const int LongText = 420, Before = 140;

    public static Html Draw(Prediction prediction)
    {
        var judged = SpanJudgement.Of(prediction);
        var text = prediction.Text;
        var html = new Html();
        if (text.Length <= LongText) html.Raw("<p class=\"text\" dir=\"auto\">").Add(Marks(text, judged, 0, text.Length)).Raw("</p>");
        else
        {
            var worst = judged.FirstOrDefault(j => j.Kind != SpanErrorKind.Right)?.Start ?? 0;
            var from = Whole(text, Math.Max(0, Math.Min(worst - Before, text.Length - LongText)));
            var to = Whole(text, Math.Min(text.Length, from + LongText));
            html.Raw("<details><summary class=\"text\" dir=\"auto\">").Raw(from > 0 ? "… " : "").Add(Marks(text, judged, from, to)).Raw(to < text.Length ? " …" : "")
                .Raw("</summary><p class=\"text\" dir=\"auto\">").Add(Marks(text, judged, 0, text.Length)).Raw("</p></details>");
        }
        if (judged.All(j => j.Kind == SpanErrorKind.Right)) return html;
        html.Raw("<ul class=\"faults\">");
        foreach (var j in judged.Where(j => j.Kind != SpanErrorKind.Right)) html.Add(Fault(text, j));
        return html.Raw("</ul>");
    }

    private static Html Fault(string text, SpanJudgement j)
    {
        var gold = j.Gold is { } g ? new Html().Add($"<bdi>{g.Slice(text)}</bdi> <b>{g.Label}</b>") : new();
        var answer = j.Predicted is { } p ? new Html().Add($"<bdi>{p.Slice(text)}</bdi> <b>{p.Label}</b> <i>{p.Score.ToString("0.00", CultureInfo.InvariantCulture)}</i>") : new();
        return j.Kind switch
        {
            SpanErrorKind.Missed => new Html().Add($"<li><span>missed</span>{gold}</li>"),
            SpanErrorKind.Invented => new Html().Add($"<li><span>invented</span>{answer}</li>"),
            _ => new Html().Add($"<li><span>{(j.Kind == SpanErrorKind.WrongBorder ? "wrong border" : j.Kind == SpanErrorKind.WrongType ? "wrong type" : "both wrong")}</span>{gold} answered {answer}</li>"),
        };
    }

    private static Html Marks(string text, IReadOnlyList<SpanJudgement> judged, int from, int to)
    {
        var html = new Html();
        int[] cuts = [.. judged.SelectMany(j => (int?[])[j.Gold?.Start, j.Gold?.End, j.Predicted?.Start, j.Predicted?.End]).OfType<int>().Where(c => c > from && c < to).Append(from).Append(to).Distinct().Order()];
        for (var c = 0; c + 1 < cuts.Length; c++)
        {
            var covering = judged.Where(j => Covers(j.Gold?.Start, j.Gold?.End, cuts[c]) || Covers(j.Predicted?.Start, j.Predicted?.End, cuts[c])).ToList();
            if (covering.Count == 0)
            {
                html.Add($"{text[cuts[c]..cuts[c + 1]]}");
                continue;
            }
            bool gold = covering.Any(j => Covers(j.Gold?.Start, j.Gold?.End, cuts[c])), predicted = covering.Any(j => Covers(j.Predicted?.Start, j.Predicted?.End, cuts[c]));
            var kind = covering.All(j => j.Kind == SpanErrorKind.Right) ? "right" : gold && predicted ? "clash" : gold ? "gold" : "answer";
            html.Add($"<mark class=\"{kind}\" title=\"{Title(covering)}\">{text[cuts[c]..cuts[c + 1]]}</mark>");
            foreach (var j in covering.Where(j => Math.Max(j.Gold?.End ?? 0, j.Predicted?.End ?? 0) == cuts[c + 1]))
                html.Add($"<sub class=\"type\">{(j.Gold?.Label == j.Predicted?.Label ? j.Gold!.Label : $"{j.Gold?.Label ?? "–"}→{j.Predicted?.Label ?? "–"}")}</sub>");
        }
        return html;
    }

    private static string Title(List<SpanJudgement> covering) => string.Join("; ", covering.Select(j =>
        $"gold {j.Gold?.Label ?? "nothing"}, answered {(j.Predicted is { } p ? string.Create(CultureInfo.InvariantCulture, $"{p.Label} ({p.Score:0.00})") : "nothing")}"));

    private static bool Covers(int? start, int? end, int at) => start <= at && at < end;

    /// <summary>The position, moved back off the middle of a surrogate pair.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
