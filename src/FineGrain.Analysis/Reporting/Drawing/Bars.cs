using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drawing;

/// <summary>Small bars made of styled elements: value and interval on a track from 0 to 1.</summary>
internal static class Bars
{
    /// <summary>The interval as a band with a tick at the value, for tiles.</summary>
    public static Html Range(Score s) => double.IsNaN(s.Value + s.Low + s.High)
        ? new()
        : new Html().Add($"<div class=\"range\"><i style=\"left:{Percent(s.Low):0.##}%;width:{Percent(s.High) - Percent(s.Low):0.##}%\"></i><b style=\"left:{Percent(s.Value):0.##}%\"></b></div>");

    /// <summary>Value, bar and interval whisker, for table cells.</summary>
    public static Html Cell(Score s)
    {
        var cell = new Html().Add($"<div class=\"bar\" title=\"95% interval {Words.Interval(s)}\"><span>{Words.Percent(s.Value)}</span><span class=\"range\"><u style=\"width:{Percent(s.Value):0.##}%\"></u>");
        if (!double.IsNaN(s.Low)) cell.Add($"<i style=\"left:{Percent(s.Low):0.##}%;width:{Percent(s.High) - Percent(s.Low):0.##}%\"></i>");
        return cell.Raw("</span></div>");
    }

    private static double Percent(double share) => double.IsNaN(share) ? 0 : 100 * Math.Clamp(share, 0, 1);
}
