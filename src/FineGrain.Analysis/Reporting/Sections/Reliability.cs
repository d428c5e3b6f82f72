using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Reporting.Drawing;

namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>Whether the probabilities can be believed.</summary>
internal static class Reliability
{
    public static Html Draw(Calibration calibration) => new Html()
        .Add($"<div class=\"card\"><h3>Reliability</h3><p class=\"note\">How often it is right when it is so sure; on the dashed line confidence is honest. ECE {Words.Percent(calibration.Error)} over {calibration.Bins.Count} equal-width bins. Below: examples at each confidence.</p>")
        .Raw("<div class=\"legend\"><span><i class=\"box s0\"></i>share right</span><span><i class=\"box s0 pale\"></i>less sure than right</span><span><i class=\"box badly\"></i>surer than right</span><span><i class=\"s1\"></i>mean confidence</span></div>")
        .Add(ReliabilityChart.Draw(calibration))
        .Raw("</div>");
}
