using System.Globalization;
using System.Text;

namespace FineGrain.Data.Spans.Showing;

/// <summary>
/// Shows texts in a terminal: each mark in brackets with its label, <c>[Ann Lee PER]</c>, and in colour where that is wanted. The brackets stay without colour too,
/// so that nothing is lost in a pipe or with NO_COLOR. Marks that cross are numbered at both ends. Where something is written from right to left, marks are isolated, so
/// that labels stay with their words.
/// </summary>
public sealed class TerminalShowing(TextWriter output, bool color)
{
    private const string Reset = "\e[0m";
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static readonly int[] Palette = [34, 172, 33, 163, 37, 160, 99, 100, 67, 130]; // of the 256 colours; readable on black and on white
    private readonly Dictionary<string, int> colors = new(StringComparer.Ordinal);
    private bool isolated;

    /// <summary>Shows one text.</summary>
    public void Write(ShownText shown)
    {
        var line = new StringBuilder();
        var numbered = Lanes.Cross(shown.Marks);
        isolated = VisibleText.HasRightToLeft(shown.Text) || shown.Marks.Any(m => VisibleText.HasRightToLeft(m.Label));
        var open = new List<int>();
        for (var i = 0; i <= shown.Text.Length; i++)
        {
            foreach (var mark in open.Where(m => shown.Marks[m].End == i).Reverse().ToList()) Close(line, shown, open, mark, numbered);
            for (var m = 0; m < shown.Marks.Count; m++)
                if (shown.Marks[m].Start == i) Open(line, shown, open, m, numbered);
            if (i < shown.Text.Length) VisibleText.Append(line, shown.Text[i]);
        }
        output.Write($"{line}\n");
        foreach (var below in shown.Lines) output.Write($"  {VisibleText.Of(below)}\n");
    }

    private void Open(StringBuilder line, ShownText shown, List<int> open, int mark, bool numbered)
    {
        open.Add(mark);
        if (isolated && !numbered) line.Append(VisibleText.Isolate);
        line.Append(Paint(shown.Marks[mark].Label, bold: true)).Append('[').Append(numbered ? Number(mark + 1) : "").Append(Text(shown, open));
        if (isolated && !numbered) line.Append(VisibleText.Isolate);
    }

    private void Close(StringBuilder line, ShownText shown, List<int> open, int mark, bool numbered)
    {
        var (label, score) = (shown.Marks[mark].Label, shown.Marks[mark].Score);
        open.Remove(mark);
        if (isolated && !numbered) line.Append(VisibleText.EndOfIsolate);
        line.Append(Paint(label, bold: true)).Append(' ');
        if (isolated && numbered) line.Append(VisibleText.Isolate); // isolates only nest, so of marks that cross the label alone is one
        line.Append(VisibleText.Of(label));
        if (score is { } given) line.Append(CultureInfo.InvariantCulture, $" {given:0.00}");
        line.Append(numbered ? Number(mark + 1) : "");
        if (isolated && numbered) line.Append(VisibleText.EndOfIsolate);
        line.Append(']');
        if (isolated && !numbered) line.Append(VisibleText.EndOfIsolate);
        line.Append(Text(shown, open));
    }

    /// <summary>The paint of text inside the marks that are open.</summary>
    private string Text(ShownText shown, List<int> open) => !color ? "" : open.Count == 0 ? Reset : Paint(shown.Marks[open[^1]].Label, bold: false);

    private string Paint(string label, bool bold)
    {
        if (!color) return "";
        if (!colors.TryGetValue(label, out var index)) colors[label] = index = colors.Count % Palette.Length;
        return string.Create(CultureInfo.InvariantCulture, $"\e[0{(bold ? ";1" : "")};38;5;{Palette[index]}m");
    }

    private static string Number(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(d => Superscripts[d - '0']));
}
