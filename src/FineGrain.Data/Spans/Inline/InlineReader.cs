using System.Globalization;
using System.Text;
using FineGrain.Core;

namespace FineGrain.Data.Spans.Inline;

/// <summary>
/// Reads <c>format: inline</c>: one text a line with its spans marked in it, <c>&lt;PER&gt;Ann&lt;/PER&gt; sings</c>; marks may nest. <c>&amp;lt;</c>,
/// <c>&amp;gt;</c>, <c>&amp;amp;</c> and <c>&amp;#10;</c> stand for themselves.
/// </summary>
internal sealed class InlineReader(SpanSource source)
{
    /// <summary>One example a line, lazily; empty lines are skipped.</summary>
    public IEnumerable<Example> Read()
    {
        foreach (var line in source.File.Lines())
            if (line.Text.Length > 0 && source.Build(line.Number, () => Parsed(line.Text)) is { } example)
                yield return example;
    }

    private Example Parsed(string line)
    {
        var text = new StringBuilder();
        var spans = new List<Span>();
        var open = new Stack<(string Label, int Start, int Column)>();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '&') i = Character(line, i, text);
            else if (line[i] != '<') text.Append(line[i]);
            else
            {
                var end = line.IndexOf('>', i);
                if (end < 0) throw new FormatException($"column {i + 1}: '<' begins a mark that no '>' ends; a plain '<' is written '&lt;'");
                var label = line[(i + 1)..end];
                if (label.StartsWith('/')) spans.Add(Closed(open, label[1..], text.Length, i));
                else if (label.Length == 0 || label.AsSpan().ContainsAny(" \t<&")) throw new FormatException($"column {i + 1}: '<{label}>' is no mark: a label without spaces is expected; a plain '<' is written '&lt;'");
                else open.Push((label, text.Length, i + 1));
                i = end;
            }
        }
        if (open.TryPop(out var left)) throw new FormatException($"column {left.Column}: '<{left.Label}>' is not closed");
        return source.Of("", text.ToString(), spans);
    }

    private static Span Closed(Stack<(string Label, int Start, int Column)> open, string label, int end, int at)
    {
        if (!open.TryPop(out var last)) throw new FormatException($"column {at + 1}: '</{label}>' closes nothing");
        if (last.Label != label) throw new FormatException($"column {at + 1}: '</{label}>' stands where '<{last.Label}>' of column {last.Column} must close; marks nest, they do not cross");
        return new Span(last.Start, end, label);
    }

    /// <summary>Appends the character that an entity stands for and answers where the entity ends.</summary>
    private static int Character(string line, int start, StringBuilder text)
    {
        var end = line.IndexOf(';', start);
        var name = end < 0 ? "" : line[(start + 1)..end];
        Rune? rune = name switch { "lt" => new('<'), "gt" => new('>'), "amp" => new('&'), _ => Numbered(name) };
        text.Append(rune ?? throw new FormatException($"column {start + 1}: '&' must begin &lt; &gt; &amp; or &#NUMBER; a plain '&' is written '&amp;'"));
        return end;
    }

    private static Rune? Numbered(string name) =>
        name.StartsWith('#') && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) ? new Rune(code) : null;
}
