using System.Text;
using FineGrain.Core;

namespace FineGrain.Data.Spans.Inline;

/// <summary>Writes <c>format: inline</c>, one text a line.</summary>
internal sealed class InlineWriter(TextWriter output) : ISpanWriter
{
    public void Write(Example example)
    {
        if (example.Text.Length == 0) throw new FormatException("an empty text is an empty line, which inline passes over");
        var line = new StringBuilder();
        var open = new Stack<Span>();
        var spans = new Queue<Span>(Carried.Of(example, "inline").OrderBy(s => s.Start).ThenByDescending(s => s.End));
        for (var i = 0; i <= example.Text.Length; i++)
        {
            while (open.TryPeek(out var last) && last.End == i) line.Append("</").Append(open.Pop().Label).Append('>');
            while (spans.TryPeek(out var next) && next.Start == i) Open(line, open, spans.Dequeue());
            if (i < example.Text.Length) Append(line, example.Text[i]);
        }
        output.Write($"{line}\n");
    }

    private static void Open(StringBuilder line, Stack<Span> open, Span span)
    {
        if (span.Label.Length == 0 || span.Label[0] == '/' || span.Label.AsSpan().ContainsAny(" \t<>&")) throw new FormatException($"label '{span.Label}' cannot be a mark: it is empty, begins with '/' or holds a space, '<', '>' or '&'");
        if (open.TryPeek(out var around) && span.End > around.End)
            throw new FormatException($"spans [{around.Start}, {around.End}) '{around.Label}' and [{span.Start}, {span.End}) '{span.Label}' cross, and inline marks only nest; span-jsonl and brat can say it");
        open.Push(span);
        line.Append('<').Append(span.Label).Append('>');
    }

    private static void Append(StringBuilder line, char c)
    {
        _ = c switch
        {
            '<' => line.Append("&lt;"),
            '>' => line.Append("&gt;"),
            '&' => line.Append("&amp;"),
            '\n' => line.Append("&#10;"),
            '\r' => line.Append("&#13;"),
            _ => line.Append(c),
        };
    }
}
