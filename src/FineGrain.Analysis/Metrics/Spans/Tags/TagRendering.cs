namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>Writes the spans of a text as the tags that other tools read, over units that no span cuts.</summary>
internal static class TagRendering
{
    /// <summary>Gold and predicted tags in IOB2 over the same units.</summary>
    /// <param name="text">The text.</param>
    /// <param name="gold">Gold spans.</param>
    /// <param name="predicted">Predicted spans.</param>
    /// <param name="lost">Spans that tags cannot hold because a longer (or, of equal length, an earlier) one covers a part of them.</param>
    public static TaggedSentence Iob2(string text, IReadOnlyList<Extraction> gold, IReadOnlyList<Extraction> predicted, out int lost)
    {
        var units = TextUnits.Of(text, gold.Concat(predicted).SelectMany(e => (int[])[e.Start, e.End]).ToHashSet());
        var sentence = new TaggedSentence(Tags(units, gold, out var goldLost), Tags(units, predicted, out var predictedLost));
        lost = goldLost + predictedLost;
        return sentence;
    }

    /// <summary>The same tags without B: neighbours of one type become one.</summary>
    public static TaggedSentence Io(TaggedSentence sentence) => new([.. sentence.Gold.Select(Inside)], [.. sentence.Predicted.Select(Inside)]);

    private static string Inside(string tag) => tag.StartsWith("B-", StringComparison.Ordinal) ? "I-" + tag[2..] : tag;

    private static string[] Tags(IReadOnlyList<(int Start, int End)> units, IReadOnlyList<Extraction> spans, out int lost)
    {
        var tags = new string[units.Count];
        Array.Fill(tags, "O");
        lost = 0;
        foreach (var span in spans.OrderByDescending(s => s.End - s.Start).ThenBy(s => s.Start))
        {
            var first = FirstInside(units, span.Start);
            var end = first;
            while (end < units.Count && units[end].Start < span.End) end++;
            int[] covered = [.. Enumerable.Range(first, end - first)];
            if (covered.Length == 0 || covered.Any(u => tags[u] != "O"))
            {
                lost++;
                continue;
            }
            foreach (var u in covered) tags[u] = (u == first ? "B-" : "I-") + span.Label;
        }
        return tags;
    }

    /// <summary>The first unit that ends behind <paramref name="position"/>.</summary>
    private static int FirstInside(IReadOnlyList<(int Start, int End)> units, int position)
    {
        int low = 0, high = units.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (units[middle].End <= position) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
