using FineGrain.Core;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>Puts the aspects of one text back together where a file gives each a record of its own.</summary>
internal static class AspectGroups
{
    /// <summary>
    /// Neighbours with one text become one example. A term that comes again begins a new one: the text was written twice, or stands with two polarities,
    /// which the data check then reports.
    /// </summary>
    public static IEnumerable<Example> Of(IEnumerable<Example?> records)
    {
        Example? group = null;
        foreach (var record in records)
        {
            if (record is null) continue;
            if (group is not null && group.Text == record.Text && !record.Aspects.Any(a => group.Aspects.Any(g => (g.Start, g.End) == (a.Start, a.End))))
            {
                group = group with { Aspects = SpanText.Ordered(group.Aspects.Concat(record.Aspects)) };
                continue;
            }
            if (group is not null) yield return group;
            group = record;
        }
        if (group is not null) yield return group;
    }
}
