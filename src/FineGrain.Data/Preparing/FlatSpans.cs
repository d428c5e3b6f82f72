using FineGrain.Core;

namespace FineGrain.Data.Preparing;

/// <summary>Heads that give each unit one tag cannot say spans that overlap.</summary>
internal static class FlatSpans
{
    /// <summary>Refuses an example with overlapping spans.</summary>
    /// <exception cref="InputException">Names both spans and the heads that can say them.</exception>
    public static void Check(Example example, string layer, string where)
    {
        Span? before = null;
        foreach (var span in example.SpansOf(layer).OrderBy(s => s.Start).ThenBy(s => s.End))
        {
            if (before is not null && span.Start < before.End)
                throw new InputException(where, $"{Quoted(before)} and {Quoted(span)} overlap, which one tag a unit cannot say. Set 'spans.head: biaffine' to learn nested spans, or 'spans.overlaps: longest' to learn the longest alone.");
            before = span;
        }

        string Quoted(Span s) => $"'{s.Slice(example.Text)}' [{s.Start}, {s.End}) {s.Label}";
    }
}
