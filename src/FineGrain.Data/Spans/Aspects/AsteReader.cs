using FineGrain.Core;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>
/// Reads <c>format: aste</c>, aspect sentiment triplets: <c>tokens####[([5, 6], [7], 'NEG'), …]</c> with the positions of the tokens, or
/// <c>((5, 6), (7, 7), 'NEG')</c> with the first and the last; (-1, -1) is an aspect that the text does not name.
/// </summary>
internal sealed class AsteReader(SpanSource source)
{
    private const string Separator = "####";

    /// <summary>One example a line, lazily.</summary>
    public IEnumerable<Example> Read()
    {
        var joiner = AspectJoiner.Of(source, () => source.File.Quiet().Lines().Select(l => l.Text.Split(Separator, 2)[0]));
        foreach (var line in source.File.Lines())
            if (!string.IsNullOrWhiteSpace(line.Text) && source.Build(line.Number, () => Parsed(line.Text, joiner)) is { } example)
                yield return example;
    }

    private static Example Parsed(string line, TextJoiner joiner)
    {
        var cut = line.LastIndexOf(Separator, StringComparison.Ordinal);
        if (cut < 0) throw new FormatException($"'tokens{Separator}[(aspect, opinion, polarity)]' is expected, found no '{Separator}'");
        var (text, offsets) = joiner.Join(line[..cut].Split(' '));
        Triplet[] triplets = [.. PythonTuples.Read(line[(cut + Separator.Length)..]).Select(t => new Triplet(Aspect(t, offsets), InText(t.Opinion, "opinion", offsets) with { Label = "opinion" }))];
        Span[] aspects = [.. triplets.Where(t => t.HasAspect).Select(t => t.Aspect).Distinct()];
        return new Example { Id = "", Text = text, Aspects = aspects, Triplets = triplets };
    }

    private static Span Aspect(PythonTuples.Row row, Offset[] offsets) =>
        (row.IsRange && row.Aspect is [-1, -1] ? new Span(0, 0, "") : InText(row.Aspect, "aspect", offsets)) with { Label = row.Polarity };

    private static Span InText(IReadOnlyList<int> tokens, string role, Offset[] offsets)
    {
        var (first, last) = (tokens[0], tokens[^1]);
        if (first < 0 || last < first || last >= offsets.Length) throw new FormatException($"the {role} of tokens {first} to {last} leaves the text of {offsets.Length} tokens");
        return new Span(offsets[first].Start, offsets[last].End, "");
    }
}
