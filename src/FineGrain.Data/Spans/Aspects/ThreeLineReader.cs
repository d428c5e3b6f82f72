using FineGrain.Core;
using FineGrain.Data.Reading;
using FineGrain.Data.Spans.Joining;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>
/// Reads <c>format: three-line</c>: a text with <c>$T$</c> in the place of the aspect term (or in each of its places), the term, its polarity. Records that follow each other with one text
/// become one example with all their aspects.
/// </summary>
internal sealed class ThreeLineReader(SpanSource source)
{
    private const string Target = "$T$";

    /// <summary>One example a text, lazily.</summary>
    public IEnumerable<Example> Read()
    {
        var joiner = AspectJoiner.Of(source, () => Records(source.File.Quiet()).SelectMany(r => new[] { r[0].Text, r[1].Text }));
        return AspectGroups.Of(Records(source.File).Select(r => source.Build(r[0].Number, () => Example(r, joiner))));
    }

    private static IEnumerable<TextLine[]> Records(SourceFile file)
    {
        var record = new List<TextLine>(3);
        foreach (var line in file.Lines())
        {
            if (record.Count == 0 && string.IsNullOrWhiteSpace(line.Text)) continue;
            record.Add(line);
            if (record.Count < 3) continue;
            yield return [.. record];
            record.Clear();
        }
        if (record.Count > 0) file.Bad(record[0].Number, $"the last record has {record.Count} of its three lines (text with $T$, term, polarity).");
    }

    private static Example Example(TextLine[] record, TextJoiner joiner)
    {
        var (term, polarity) = (record[1].Text.Trim(), record[2].Text.Trim());
        var parts = record[0].Text.Trim().Split(Target);
        if (parts.Length == 1) throw new FormatException($"the first line of a record holds {Target} in the place of the term; found none. If a line is missing above, every later record is shifted");
        if (term.Length == 0) throw new FormatException("the second line of a record is the term; it is empty");
        if (polarity.Length == 0) throw new FormatException("the third line of a record is the polarity; it is empty");
        var (text, places) = AspectJoiner.Joined(parts, term, joiner);
        return new Example { Id = "", Text = text, Aspects = [.. places.Select(p => new Span(p.Start, p.End, polarity))] };
    }
}
