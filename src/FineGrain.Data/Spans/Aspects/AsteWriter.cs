using FineGrain.Core;
using FineGrain.Data.Spans.Columns;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>Writes <c>format: aste</c> with first and last token of each term.</summary>
internal sealed class AsteWriter(TextWriter output, SpanWriteOptions options) : ISpanWriter
{
    public void Write(Example example)
    {
        if (example.Entities.Count > 0) throw new FormatException("the text has entities, which aste cannot say");
        if (example.Aspects.Any(a => !example.Triplets.Any(t => t.Aspect == a))) throw new FormatException("an aspect has no opinion, and aste has triplets only");
        if (example.Text.Contains("####", StringComparison.Ordinal)) throw new FormatException("the text holds '####', which ends it in aste");
        Span[] spans = [.. example.Triplets.SelectMany(t => t.HasAspect ? new[] { t.Aspect, t.Opinion } : [t.Opinion])];
        var tokens = SentenceTokens.Of(example.Text, spans, options.Joiner ?? TextJoiner.Space);
        var triplets = example.Triplets.Select(t => $"({(t.HasAspect ? Tokens(t.Aspect, tokens) : "(-1, -1)")}, {Tokens(t.Opinion, tokens)}, '{Polarity(t.Polarity)}')");
        output.Write($"{string.Join(' ', tokens.Select(t => example.Text[t.Start..t.End]))}####[{string.Join(", ", triplets)}]\n");
    }

    private static string Tokens(Span span, Offset[] tokens) => SentenceTokens.InTokens([span], tokens).Single() is var s ? $"({s.Start}, {s.End - 1})" : "";

    private static string Polarity(string polarity) => polarity.AsSpan().ContainsAny("'\"\n") ? throw new FormatException($"polarity '{polarity}' holds a quote") : polarity;
}
