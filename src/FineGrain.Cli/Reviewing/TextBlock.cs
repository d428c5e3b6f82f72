using System.Globalization;
using System.Text;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Spans.Showing;

namespace FineGrain.Cli.Reviewing;

/// <summary>
/// A text broken into lines of a width, with the span that stands there in ‹ › and the one that shall in [ ]: the brackets stay where there is no colour. Lines break
/// between words where the script has spaces, and between any two characters of Chinese and Japanese.
/// </summary>
internal static class TextBlock
{
    private const string Reset = "\e[0m", Old = "\e[31;4m", New = "\e[30;42m", Active = "\e[1;7m";

    /// <summary>The lines, at most <paramref name="most"/>: those around the spans where there are more.</summary>
    /// <param name="text">The text.</param>
    /// <param name="old">The span that stands there, or null.</param>
    /// <param name="new">The span that shall, or null.</param>
    /// <param name="movesEnd">Which border of the new one is shown as the one that moves; null for neither.</param>
    /// <param name="width">Columns.</param>
    /// <param name="most">Lines.</param>
    /// <param name="color">Whether to paint.</param>
    public static IReadOnlyList<string> Lines(string text, Span? old, Span? @new, bool? movesEnd, int width, int most, bool color)
    {
        if (old is not null && old.Start == @new?.Start && old.End == @new.End) old = null; // only the label differs: the lines below say so
        var lines = new List<string>();
        var (line, columns, focus, breakAt, breakColumns) = (new StringBuilder(), 0, 0, -1, 0);
        var paint = "";
        for (var at = 0; at <= text.Length;)
        {
            if (old?.End == at) Put(Paint(Old, "›"), 1);
            if (@new?.End == at) Put(movesEnd == true ? Paint(Active, "]") : Paint(New, "]"), 1);
            if (@new?.Start == at)
            {
                focus = lines.Count;
                Put(movesEnd == false ? Paint(Active, "[") : Paint(New, "["), 1);
            }
            if (old?.Start == at) Put(Paint(Old, "‹"), 1);
            if (old?.Start == at && @new is null) focus = lines.Count;
            if (at == text.Length) break;
            var next = !color ? "" : @new is not null && at >= @new.Start && at < @new.End ? New : old is not null && at >= old.Start && at < old.End ? Old : "";
            if (next != paint) line.Append(Reset).Append(paint = next);
            var length = StringInfo.GetNextTextElementLength(text, at);
            var shown = VisibleText.Of(text.AsSpan(at, length));
            Put(shown, Cells.Of(shown));
            at += length;
        }
        if (line.Length > 0) lines.Add($"{line}{(color ? Reset : "")}");
        if (lines.Count <= most) return lines;
        var from = Math.Clamp(focus - (most / 2), 0, lines.Count - most);
        return [.. lines.Skip(from).Take(most)];

        string Paint(string with, string what) => color ? $"{Reset}{with}{what}{Reset}{paint}" : what;

        void Put(string what, int cells)
        {
            if (columns + cells > width)
            {
                // Back to the last space, when the word began on this line; a wide character may begin a line anywhere.
                var tail = breakAt > 0 && cells < 2 ? line.ToString(breakAt, line.Length - breakAt) : "";
                if (tail.Length > 0) line.Length = breakAt;
                lines.Add($"{line}{(color ? Reset : "")}");
                line.Clear().Append(color ? paint : "").Append(tail);
                columns = tail.Length > 0 ? columns - breakColumns : 0;
                (breakAt, breakColumns) = (-1, 0);
            }
            line.Append(what);
            columns += cells;
            if (what == " ") (breakAt, breakColumns) = (line.Length, columns);
        }
    }
}
