using FineGrain.Analysis.Reporting.Drawing;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>How far confidence can be believed, before and after calibration, and what abstaining buys.</summary>
internal static class ConfidenceSection
{
    private static readonly double[] Risks = [0.1, 0.05, 0.02, 0.01];

    public static Html Draw(DrillData data, Phrases t)
    {
        var html = new Html();
        if (data.Evaluation.Calibration is not { } calibration || data.Risk is not { } risk) return html;
        html.Add($"<div class=\"grid\"><div class=\"card w6\"><h3>{t["Reliability"]}</h3><p class=\"note\">{t.Say("Bars: how often answers of that confidence are right; red: where confidence promises more. Calibration error {0}.", Error(data, "ece", calibration.Error))}</p>").Add(ReliabilityChart.Draw(calibration, t["confidence of the answer"])).Raw("</div>");
        if (data.Evaluation.Uncalibrated is { } before)
            html.Add($"<div class=\"card w6\"><h3>{t["Before calibration"]}</h3><p class=\"note\">{t.Say("Calibration error {0}.", Error(data, "ece-uncalibrated", before.Calibration.Error))}</p>").Add(ReliabilityChart.Draw(before.Calibration, t["confidence of the answer"])).Raw("</div>");
        html.Add($"<div class=\"card w6\"><h3>{t["Risk and coverage"]}</h3><p class=\"note\">{t.Say("Share of mistakes when only the surest answers are given. Area {0}.", Words.Percent(risk.Area))}</p>").Add(RiskChart.Draw(risk, t))
            .Add($"<table><thead><tr><th class=\"num\">{t["Mistakes at most"]}</th><th class=\"num\">{t["Answers given"]}</th><th class=\"num\">{t["abstain_below"]}</th></tr></thead><tbody>");
        foreach (var most in Risks)
        {
            if (risk.AtRisk(most) is { } point) html.Add($"<tr><td class=\"num\">{Words.Percent(most)}</td><td class=\"num\">{Words.Percent(point.Coverage)}</td><td class=\"num\">{point.Confidence:0.000}</td></tr>");
            else html.Add($"<tr><td class=\"num\">{Words.Percent(most)}</td><td class=\"num\" colspan=\"2\">{t["not even the surest"]}</td></tr>");
        }
        return html.Raw("</tbody></table></div></div>");
    }

    private static string Error(DrillData data, string metric, double value) => data.Evaluation.Scores.FirstOrDefault(s => s.Metric == metric) is { Low: not double.NaN } score
        ? $"{Words.Percent(score.Value)} [{Words.Interval(score)}]"
        : Words.Percent(value);
}
