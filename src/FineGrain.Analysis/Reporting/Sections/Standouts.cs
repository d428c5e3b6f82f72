using FineGrain.Analysis.Metrics.Spans;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>What a careful reader would point at first, in words.</summary>
internal static class Standouts
{
    private const double Noticeable = 0.02;

    public static Html Draw(EvaluationResult evaluation)
    {
        var html = new Html();
        if (evaluation.Spans is { } spans) return OfSpans(evaluation, spans);
        if (evaluation.Confusion is not { } m) return html;
        html.Raw("<ul class=\"standouts\">");
        var common = Enumerable.Range(0, m.Labels.Count).MaxBy(m.Gold);
        html.Add($"<li><b>Right answers</b>{Words.Count(m.Correct)} of {Words.Count(m.Total)}. Always answering “{m.Labels[common]}” would score {Words.Percent((double)m.Gold(common) / m.Total)}.</li>");
        var (gold, answer) = Enumerable.Range(0, m.Labels.Count).SelectMany(g => Enumerable.Range(0, m.Labels.Count).Where(p => p != g).Select(p => (g, p))).DefaultIfEmpty().MaxBy(c => m[c.g, c.p]);
        if (gold != answer && m[gold, answer] > 0)
            html.Add($"<li><b>Most frequent confusion</b>“{m.Labels[gold]}” taken for “{m.Labels[answer]}”: {Words.Count(m[gold, answer])} times, {Words.Percent((double)m[gold, answer] / m.Gold(gold))} of that label.</li>");
        var weakest = Enumerable.Range(0, m.Labels.Count).Where(k => m.Gold(k) > 0).MinBy(m.F1);
        if (m.Correct < m.Total) html.Add($"<li><b>Weakest label</b>“{m.Labels[weakest]}” with F1 {Words.Percent(m.F1(weakest))} on {Words.Examples(m.Gold(weakest))}.</li>");
        if (evaluation.Calibration is { } c)
        {
            var excess = c.Bins.Where(b => b.Count > 0).Sum(b => b.Count * (b.Confidence - b.Accuracy)) / m.Total;
            html.Add($"<li><b>Confidence</b>{(Math.Abs(excess) < Noticeable ? "About as sure as it is right, on average" : $"On average {Words.Percent(Math.Abs(excess)).TrimEnd('%')} points {(excess > 0 ? "surer than it is right" : "less sure than it is right")}")}.</li>");
        }
        return html.Raw("</ul>");
    }

    private static Html OfSpans(EvaluationResult evaluation, SpanAnalysis spans)
    {
        var html = new Html().Raw("<ul class=\"standouts\">");
        long gold = spans.Errors.Sum(e => e.Right + e.WrongBorder + e.WrongType + e.Both + e.Missed), right = spans.Errors.Sum(e => e.Right);
        html.Add($"<li><b>Right spans</b>{Words.Count(right)} of {Words.Count(gold)} gold ones, in {Words.Percent(evaluation["span-exact-texts"].Value)} of the texts all of them.</li>");
        var (name, count) = new (string, int)[]
        {
            ("a wrong border", spans.Errors.Sum(e => e.WrongBorder)), ("a wrong type", spans.Errors.Sum(e => e.WrongType)), ("border and type wrong", spans.Errors.Sum(e => e.Both)),
            ("missed", spans.Errors.Sum(e => e.Missed)), ("invented", spans.Errors.Sum(e => e.Invented)),
        }.MaxBy(k => k.Item2);
        if (count > 0) html.Add($"<li><b>Most frequent error</b>{name}: {Words.Count(count)} times.</li>");
        if (spans.Errors.Where(e => evaluation[$"f1:{e.Label}"].Support > 0).MinBy(e => evaluation[$"f1:{e.Label}"].Value) is { } weakest && right < gold)
            html.Add($"<li><b>Weakest type</b>“{weakest.Label}” with F1 {Words.Percent(evaluation[$"f1:{weakest.Label}"].Value)} on {Words.Count(evaluation[$"f1:{weakest.Label}"].Support)} gold spans.</li>");
        if (evaluation.Scores.FirstOrDefault(s => s.Metric == "span-recall-unseen") is { Support: > 0 } unseen)
            html.Add($"<li><b>Never seen in train</b>{Words.Percent(unseen.Value)} of {Words.Count(unseen.Support)} such spans found; of those seen {Words.Percent(evaluation["span-recall-seen"].Value)}.</li>");
        return html.Raw("</ul>");
    }
}
