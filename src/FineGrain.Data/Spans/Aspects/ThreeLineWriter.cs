using FineGrain.Core;
using FineGrain.Data.Spans.Columns;
using FineGrain.Data.Spans.Joining;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>Writes <c>format: three-line</c>, a record for each aspect. With joiner space the text stands as it is, with none its characters are parted by spaces.</summary>
internal sealed class ThreeLineWriter(TextWriter output, SpanWriteOptions options) : ISpanWriter
{
    public void Write(Example example)
    {
        var text = example.Text;
        var aspects = Carried.Aspects(example, "three-line");
        if (aspects.Count == 0) throw new FormatException("the text has no aspect, and three-line has no record without one");
        if (text.Contains("$T$", StringComparison.Ordinal) || text.AsSpan().ContainsAny('\n', '\r')) throw new FormatException("the text holds $T$ or a line break, which three-line cannot say");
        var joiner = options.Joiner ?? TextJoiner.Space;
        var records = aspects.Select(a => Record(text, a, joiner)).ToList();
        foreach (var record in records) output.Write(record);
    }

    private static string Record(string text, Span aspect, TextJoiner joiner)
    {
        var (before, term, after) = (text[..aspect.Start], aspect.Slice(text), text[aspect.End..]);
        if (joiner == TextJoiner.Space)
        {
            if (text.Trim().Length != text.Length || term.Trim().Length != term.Length) throw new FormatException("the text or the term begins or ends with white space, which three-line does not keep");
            return $"{before}$T${after}\n{term}\n{aspect.Label}\n";
        }
        var tokens = SentenceTokens.Of(text, [aspect], joiner);
        string Line(int from, int to) => string.Join(' ', tokens.Where(t => t.Start >= from && t.End <= to).Select(t => text[t.Start..t.End]));
        return $"{string.Join(' ', new[] { Line(0, aspect.Start), "$T$", Line(aspect.End, text.Length) }.Where(p => p.Length > 0))}\n{Line(aspect.Start, aspect.End)}\n{aspect.Label}\n";
    }
}
