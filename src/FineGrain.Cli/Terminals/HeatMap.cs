using System.Globalization;
using System.Text;
using FineGrain.Analysis.Explaining;
using FineGrain.Data.Spans.Showing;

namespace FineGrain.Cli.Terminals;

/// <summary>An explanation in the terminal: words on green (for) and red (against), or, where no colour is wanted, each word with its number.</summary>
internal static class HeatMap
{
    private const int MostListed = 8;
    private const double Visible = 0.05;

    /// <summary>The lines of one explanation.</summary>
    public static IEnumerable<string> Of(Explanation e, bool colour)
    {
        var most = Math.Max(e.Words.Select(w => Math.Abs(w.Weight)).DefaultIfEmpty().Max(), 1e-12);
        yield return $"{e.Method,-11} {(colour ? Coloured(e, most) : Listed(e))}";
        if (e.Completeness is { } c)
            yield return string.Create(CultureInfo.InvariantCulture, $"{"",-11} sum {c.Sum:+0.000;-0.000} of {c.Difference:+0.000;-0.000} log-odds, {100 * c.Error:0.00} % missing after {c.Steps} steps{(e.Rest == 0 ? "" : $", n-grams {e.Rest:+0.000;-0.000}")}");
    }

    private static string Coloured(Explanation e, double most)
    {
        var line = new StringBuilder();
        var at = 0;
        foreach (var word in e.Words)
        {
            line.Append(Plain(e.Text[at..word.Start]));
            var depth = Math.Abs(word.Weight) / most;
            // From the terminal's own ground towards 0,135,90 (for) or 190,60,40 (against), the text always readable on it.
            var (r, g, b) = word.Weight < 0 ? (190, 60, 40) : (0, 135, 90);
            line.Append(depth < Visible ? Plain(e.Text[word.Start..word.End])
                : string.Create(CultureInfo.InvariantCulture, $"\u001b[48;2;{(int)(r * depth)};{(int)(g * depth)};{(int)(b * depth)}m\u001b[97m{Plain(e.Text[word.Start..word.End])}\u001b[0m"));
            at = word.End;
        }
        return line.Append(Plain(e.Text[at..])).ToString();
    }

    private static string Listed(Explanation e) => string.Join("  ", e.Words.OrderByDescending(w => Math.Abs(w.Weight)).Take(MostListed)
        .Select(w => string.Create(CultureInfo.InvariantCulture, $"{Plain(e.Text[w.Start..w.End])} {w.Weight:+0.000;-0.000;0}")));

    /// <summary>One line, and no character that a terminal would obey.</summary>
    private static string Plain(string text) => VisibleText.Of(text.ReplaceLineEndings(" "));
}
