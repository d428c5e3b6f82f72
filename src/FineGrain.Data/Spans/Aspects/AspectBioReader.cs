using FineGrain.Core;
using FineGrain.Data.Spans.Columns;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>
/// Reads <c>format: aspect-bio</c>: a token, its tag and a polarity on each line. A sentence with several aspects stands once for each: all are tagged, but only
/// one has its polarity and the others <c>-100</c>. Neighbouring copies become one example.
/// </summary>
internal sealed class AspectBioReader(SpanSource source)
{
    private const string NoPolarity = "-100";

    /// <summary>One example a text, lazily; the file is read twice where the scheme or the joiner is open.</summary>
    public IEnumerable<Example> Read()
    {
        var conventions = ColumnConventions.Of(source, () => new ColumnSentences(source.File.Quiet(), source.Recipe, extras: true).Read());
        var broken = new BrokenSequences(source, conventions.Scheme);
        foreach (var example in AspectGroups.Of(Copies(conventions.Joiner, broken))) yield return example;
        broken.State();
    }

    private IEnumerable<Example?> Copies(TextJoiner? joiner, BrokenSequences broken)
    {
        var withoutPolarity = 0;
        foreach (var sentence in new ColumnSentences(source.File, source.Recipe, extras: true).Read())
        {
            if (broken.Read(sentence) is not { } spans || source.Build(sentence.Line, () => Example(sentence, spans, joiner)) is not { } example) continue;
            if (example.Aspects.Count > 0 || spans.Count == 0) yield return example;
            else withoutPolarity++;
        }
        if (withoutPolarity > 0) source.Note($"{withoutPolarity} copies of sentences name no polarity for any of their aspects and were left out");
    }

    private static Example Example(ColumnSentence sentence, IReadOnlyList<Span> spans, TextJoiner? joiner)
    {
        var (text, offsets) = ColumnReader.Text(sentence, joiner);
        return new Example { Id = sentence.Id, Text = text, Aspects = [.. spans.Select(s => Aspect(sentence, s, offsets)).OfType<Span>()] };
    }

    private static Span? Aspect(ColumnSentence sentence, Span span, Offset[] offsets)
    {
        string[] polarities = [.. sentence.Extras.Skip(span.Start).Take(span.End - span.Start).Where(p => p != NoPolarity).Distinct(StringComparer.Ordinal)];
        if (polarities.Length > 1) throw new FormatException($"the aspect at line {sentence.Lines[span.Start]} has the polarities {string.Join(" and ", polarities)}");
        if (polarities.Length == 0) return null;
        // Some published files tag more tokens than they give the polarity to; the term is where the polarity stands.
        int[] judged = [.. Enumerable.Range(span.Start, span.End - span.Start).Where(i => sentence.Extras[i] != NoPolarity)];
        return ColumnSentence.InText(new Span(judged[0], judged[^1] + 1, polarities[0]), offsets);
    }
}
