using FineGrain.Core;
using FineGrain.Data.Spans.Columns;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>Writes <c>format: aspect-bio</c>: the sentence once for each aspect, whose polarity stands there and -100 at the others.</summary>
internal sealed class AspectBioWriter(TextWriter output, SpanWriteOptions options) : ISpanWriter
{
    public void Write(Example example)
    {
        var aspects = Carried.Aspects(example, "aspect-bio");
        SpanText.Flat(aspects, "aspect-bio");
        foreach (var aspect in aspects)
            if (aspect.Label.Length == 0 || aspect.Label.Any(char.IsWhiteSpace)) throw new FormatException($"polarity '{aspect.Label}' cannot stand in a column: it is empty or has white space");
        Span[] tagged = [.. aspects.Select(a => a with { Label = "ASP" })];
        var copies = Enumerable.Range(0, Math.Max(1, tagged.Length))
            .Select(c => ColumnWriter.Lines(example.Text, tagged, options, (owner, _) => owner is not null && ReferenceEquals(owner, tagged[c]) ? $" {aspects[c].Label}" : " -100")).ToList();
        foreach (var lines in copies)
        {
            if (options.Joiner is null) output.Write(SentenceComment.Of(example.Id, example.Text));
            foreach (var line in lines) output.Write($"{line}\n");
            output.Write('\n');
        }
    }
}
