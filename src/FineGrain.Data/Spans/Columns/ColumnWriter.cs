using FineGrain.Core;

namespace FineGrain.Data.Spans.Columns;

/// <summary>Writes <c>format: conll</c>: token, space, tag; a blank line after each sentence.</summary>
internal sealed class ColumnWriter(TextWriter output, SpanWriteOptions options) : ISpanWriter
{
    public void Write(Example example)
    {
        var spans = Carried.Of(example, "conll");
        SpanText.Flat(spans, "conll");
        var lines = Lines(example.Text, spans, options, (_, _) => "");
        if (options.Joiner is null) output.Write(SentenceComment.Of(example.Id, example.Text));
        else if (lines.Count == 0) throw new FormatException("the text has no tokens; write with joiner 'text'");
        foreach (var line in lines) output.Write($"{line}\n");
        output.Write('\n');
    }

    /// <summary>The lines of a sentence; <paramref name="last"/> gives the end of each from its span, or null, and its position.</summary>
    internal static List<string> Lines(string text, IReadOnlyList<Span> spans, SpanWriteOptions options, Func<Span?, int, string> last)
    {
        foreach (var span in spans)
            if (span.Label.Length == 0 || span.Label.Any(char.IsWhiteSpace)) throw new FormatException($"label '{span.Label}' cannot stand in a column: it is empty or has white space");
        var tokens = SentenceTokens.Of(text, spans, options.Joiner);
        Span[] inTokens = [.. SentenceTokens.InTokens(spans, tokens)];
        var tags = options.Scheme.Encode(inTokens, tokens.Length);
        var owner = new Span?[tokens.Length];
        for (var s = 0; s < inTokens.Length; s++) Array.Fill(owner, spans[s], inTokens[s].Start, inTokens[s].End - inTokens[s].Start);
        return [.. tokens.Select((t, i) => $"{text[t.Start..t.End]} {tags[i]}{last(owner[i], i)}")];
    }
}
