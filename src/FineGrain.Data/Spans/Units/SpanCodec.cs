using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Units;

/// <summary>Gold spans as targets: characters to units, and units to tags or to a table of stretches.</summary>
/// <param name="spans">Head, scheme and layer.</param>
/// <param name="labels">The span labels.</param>
public sealed class SpanCodec(SpanManifest spans, LabelSet labels)
{
    private const float Ignored = -100;
    private readonly TagSet? tags = spans.Head == "biaffine" ? null : new(spans.Scheme, labels.Names);

    /// <summary>
    /// The gold spans of an example over its units. A span whose border lies inside a unit grows to that unit; one that lies behind a truncation, or between units, is left out; where
    /// tags cannot say two spans that came to share a unit, the longer stays.
    /// </summary>
    public IReadOnlyList<UnitSpan> Encode(Example example, IReadOnlyList<Offset> units)
    {
        var result = new List<UnitSpan>();
        foreach (var span in example.SpansOf(spans.Layer))
        {
            var (first, last) = (FirstEndingAfter(units, span.Start), FirstStartingAtOrAfter(units, span.End) - 1);
            if (first > last || IsCut(example.Text, span, units)) continue;
            result.Add(new(first, last + 1, labels.IndexOf(span.Label, example.Source ?? example.Id)));
        }
        return tags is null ? [.. result.Distinct()] : Flat(result);
    }

    /// <summary>How many gold spans have exactly the borders of units, so that a model can find them at all.</summary>
    public (int Exact, int All) Reachable(Example example, IReadOnlyList<Offset> units)
    {
        var gold = example.SpansOf(spans.Layer);
        var said = Encode(example, units).Select(s => new Span(units[s.Start].Start, units[s.End - 1].End, labels.Names[s.Label])).ToHashSet();
        return (gold.Count(said.Contains), gold.Count);
    }

    /// <summary>Targets of a batch as <see cref="Batch.Targets"/> describes them.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="encoded">Their encodings.</param>
    /// <param name="width">Padded number of units U.</param>
    public float[] Targets(IReadOnlyList<Example> rows, IReadOnlyList<EncodedExample> encoded, int width)
    {
        var targets = new float[rows.Count * (tags is null ? width * width : width)];
        Array.Fill(targets, Ignored);
        for (var r = 0; r < rows.Count; r++)
        {
            var count = encoded[r].Units.Length;
            var gold = Encode(rows[r], encoded[r].Units);
            if (tags is not null)
            {
                var codes = tags.Encode(gold, count);
                for (var i = 0; i < count; i++) targets[(r * width) + i] = codes[i];
                continue;
            }
            var table = targets.AsSpan(r * width * width, width * width);
            for (var first = 0; first < count; first++) table.Slice((first * width) + first, count - first).Clear();
            foreach (var span in gold) table[(span.Start * width) + span.End - 1] = span.Label + 1;
        }
        return targets;
    }

    /// <summary>Whether a span goes on before the first unit or behind the last one: the rest of it was truncated, or lies in another window.</summary>
    private static bool IsCut(string text, Span span, IReadOnlyList<Offset> units) =>
        (span.Start < units[0].Start && !text.AsSpan(span.Start, units[0].Start - span.Start).IsWhiteSpace())
        || (span.End > units[^1].End && !text.AsSpan(units[^1].End, span.End - units[^1].End).IsWhiteSpace());

    private static List<UnitSpan> Flat(List<UnitSpan> found)
    {
        var kept = new List<UnitSpan>();
        foreach (var span in found.OrderByDescending(s => s.End - s.Start).ThenBy(s => s.Start).ThenBy(s => s.Label))
            if (kept.All(k => k.End <= span.Start || span.End <= k.Start)) kept.Add(span);
        return kept;
    }

    private static int FirstEndingAfter(IReadOnlyList<Offset> units, int position)
    {
        var (low, high) = (0, units.Count);
        while (low < high) if (units[(low + high) / 2].End <= position) low = ((low + high) / 2) + 1; else high = (low + high) / 2;
        return low;
    }

    private static int FirstStartingAtOrAfter(IReadOnlyList<Offset> units, int position)
    {
        var (low, high) = (0, units.Count);
        while (low < high) if (units[(low + high) / 2].Start < position) low = ((low + high) / 2) + 1; else high = (low + high) / 2;
        return low;
    }
}
