using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Metrics.Spans;

/// <summary>Predictions from short notation: words of the text by position, such as <c>PER:0-1</c> for the first two words.</summary>
internal static class SpanRows
{
    public static Prediction Row(string id, string text, string gold, string predicted, double score = 0.9)
    {
        var words = new List<(int Start, int End)>();
        for (var i = 0; i < text.Length; i++)
            if (text[i] != ' ') words.Add((i, i = text.IndexOf(' ', i) is >= 0 and var space ? space : text.Length));
        return new()
        {
            Id = id, Text = text, GoldSpans = [.. Read(gold).Select(s => new Span(s.Start, s.End, s.Label))], Spans = [.. Read(predicted).Select(s => new ScoredSpan(s.Start, s.End, s.Label, score))],
        };

        IEnumerable<(string Label, int Start, int End)> Read(string notation) => notation.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            var cut = part.IndexOf(':', StringComparison.Ordinal);
            int[] at = [.. part[(cut + 1)..].Split('-').Select(int.Parse)];
            return (part[..cut], words[at[0]].Start, words[at[^1]].End);
        });
    }

    /// <summary>Random rows over ten words with at most four spans a side, non-overlapping unless <paramref name="nested"/>.</summary>
    public static List<Prediction> Random(int rows, int seed, bool nested = false)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(i =>
        {
            var gold = Spans(random, nested);
            var predicted = string.Join(' ', gold.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(_ => random.NextDouble() < 0.7));
            if (random.NextDouble() < 0.4) predicted = Spans(random, nested);
            return Row($"{i}", "aa bb cc dd ee ff gg hh ii jj", gold, predicted, Math.Round(random.NextDouble(), 3));
        })];
    }

    private static string Spans(Random random, bool nested)
    {
        var found = new List<string>();
        for (var at = 0; at < 10 && found.Count < 4; at++)
        {
            var length = random.Next(0, 4);
            if (length == 0 || at + length > 10) continue;
            found.Add($"{(random.NextDouble() < 0.5 ? "PER" : "LOC")}:{at}-{at + length - 1}");
            at += nested ? 0 : length - 1;
        }
        return string.Join(' ', found.Distinct());
    }
}
