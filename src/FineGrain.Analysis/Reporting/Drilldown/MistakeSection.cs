namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>The surest mistakes as a list that also reads on paper.</summary>
internal static class MistakeSection
{
    private const int Most = 10, LongText = 400;

    public static Html Draw(DrillData data, Phrases t)
    {
        var html = new Html();
        var listed = data.Evaluation.ConfidentMistakes.Count > 0 ? data.Evaluation.ConfidentMistakes : data.Evaluation.Hardest;
        if (listed.Count == 0) return html;
        html.Add($"<div class=\"card\"><h3>{t["Most confident mistakes"]}</h3><p class=\"note\">{t["Some may be wrong gold labels: read before you blame the model."]}</p><ol class=\"examples\">");
        foreach (var j in listed.Take(Most))
        {
            html.Add($"<li><div class=\"head\"><span>{t["gold"]}</span><span class=\"chip\">{AnswerText.Gold(j.Prediction)}</span><span>{t["answer"]}</span><span class=\"chip bad\">{AnswerText.Answer(j.Prediction)}</span>");
            if (j.Confidence is { } sure) html.Add($"<span class=\"sure\" style=\"--p:{100 * sure:0}%\">{Words.Percent(sure)} {t["sure"]}</span>");
            var text = j.Prediction.Text.Length > LongText ? j.Prediction.Text[..(char.IsHighSurrogate(j.Prediction.Text[LongText - 1]) ? LongText - 1 : LongText)] + " …" : j.Prediction.Text;
            html.Add($"<span class=\"id\">{j.Prediction.Id}</span></div><p class=\"text\" dir=\"auto\">{text}</p></li>");
        }
        return html.Raw("</ol></div>");
    }
}
