using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Aspects;

/// <summary>Gold triplets as a table over pairs of units; see <see cref="TripletColumns"/>. What lies behind a truncation is left out.</summary>
/// <param name="labels">The polarities.</param>
public sealed class TripletCodec(LabelSet labels)
{
    private const float Ignored = -100;
    private readonly TripletColumns columns = new(labels.Count);

    /// <summary>Targets of a batch, B×U×U, row-major by first and second unit; cells below the diagonal and at padding are -100.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="encoded">Their encodings.</param>
    /// <param name="width">Padded number of units U.</param>
    public float[] Targets(IReadOnlyList<Example> rows, IReadOnlyList<EncodedExample> encoded, int width)
    {
        var targets = new float[rows.Count * width * width];
        Array.Fill(targets, Ignored);
        for (var r = 0; r < rows.Count; r++) Fill(targets.AsSpan(r * width * width, width * width), width, rows[r], encoded[r].Units);
        return targets;
    }

    private void Fill(Span<float> table, int width, Example example, Offset[] units)
    {
        for (var first = 0; first < units.Length; first++) table.Slice((first * width) + first, units.Length - first).Clear();
        var found = example.Triplets.Select(t => (Triplet: t, Aspect: Units(t.Aspect, units), Opinion: Units(t.Opinion, units), Polarity: labels.IndexOf(t.Polarity, example.Source ?? example.Id))).ToList();
        // Terms are written last: where an aspect and its opinion share units, the terms are what decoding begins with.
        foreach (var t in found)
            if (t is { Triplet.HasAspect: true, Aspect.Count: > 0, Opinion.Count: > 0 })
                foreach (var i in Each(t.Aspect))
                    foreach (var j in Each(t.Opinion)) table[(Math.Min(i, j) * width) + Math.Max(i, j)] = TripletColumns.Pair(t.Polarity);
        foreach (var t in found)
            if (!t.Triplet.HasAspect) Term(table, width, t.Opinion, columns.Alone(t.Polarity));
        foreach (var t in found)
        {
            if (!t.Triplet.HasAspect) continue;
            Term(table, width, t.Opinion, TripletColumns.Opinion);
            Term(table, width, t.Aspect, TripletColumns.Aspect);
        }
    }

    private static void Term(Span<float> table, int width, (int First, int Count) term, int column)
    {
        for (var i = term.First; i < term.First + term.Count; i++)
            for (var j = i; j < term.First + term.Count; j++) table[(i * width) + j] = column;
    }

    private static IEnumerable<int> Each((int First, int Count) term) => Enumerable.Range(term.First, term.Count);

    /// <summary>The units that a span covers, whole or in part.</summary>
    private static (int First, int Count) Units(Core.Span span, Offset[] units)
    {
        var first = Array.FindIndex(units, u => u.End > span.Start);
        var last = Array.FindLastIndex(units, u => u.Start < span.End);
        return first < 0 || last < first || span.End == span.Start ? (0, 0) : (first, last - first + 1);
    }
}
