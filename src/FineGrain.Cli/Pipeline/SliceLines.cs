using System.Globalization;
using FineGrain.Analysis.Slicing;

namespace FineGrain.Cli.Pipeline;

/// <summary>Slices as lines of a terminal.</summary>
internal static class SliceLines
{
    public static void Table(TextWriter output, IReadOnlyList<SliceScore> slices)
    {
        output.WriteLine($"{"n",7} {"score",7} {"95 % interval",-17} {"rest",6} {"p",7} {"errors",7} {"gain",7}  slice");
        foreach (var s in slices)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{s.Support,7} {s.Score,7:0.0000} [{s.Interval.Low:0.0000}, {s.Interval.High:0.0000}] {s.Rest,6:0.000} {P(s.AdjustedPValue),7} {(double.IsNaN(s.ErrorShare) ? "" : s.ErrorShare.ToString("0.0 %", CultureInfo.InvariantCulture)),7} {s.Gain,7:0.0000}  {s.Name}"));
    }

    public static void Compare(TextWriter output, IReadOnlyList<SliceDifference> slices, string correction)
    {
        output.WriteLine($"{"n",7} {"A",7} {"B",7} {"change",8} {"mended",7} {"broken",7} {"p",7}  slice");
        foreach (var s in slices)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Support,7} {s.A,7:0.0000} {s.B,7:0.0000} {s.B - s.A,8:+0.0000;-0.0000;0.0000} {s.McNemar.Mended,7} {s.McNemar.Broken,7} {P(s.AdjustedPValue),7}  {s.Where}"));
        var different = slices.Count(s => s.AdjustedPValue < 0.05);
        output.WriteLine($"{different} of {slices.Count} slices differ beyond chance ({correction}, level 0.05).");
    }

    private static string P(double p) => p < 0.0001 ? "<0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);
}
