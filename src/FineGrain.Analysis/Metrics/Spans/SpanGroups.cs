using FineGrain.Analysis.Metrics.Spans.Tags;
using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>
/// Cuts spans by novelty, frequency in train and length. Each property is one of the surface itself, so a hit falls into the same part as gold and as prediction
/// and precision is defined for every part.
/// </summary>
internal static class SpanGroups
{
    private static readonly string[] Novelty = ["seen with this label", "seen with another label only", "never seen"];
    private static readonly int[] Frequencies = [0, 1, 2, 5, 20];
    private const int Longest = 5;

    public static IReadOnlyList<SpanGroup> Of(IReadOnlyList<Prediction> rows, EvaluationOptions options)
    {
        var groups = new List<SpanGroup>();
        if (options.Training is { } training)
        {
            groups.Add(Cut("novelty", Novelty, rows, options, (text, e) => training.Count(text[e.Start..e.End], e.Label) > 0 ? 0 : training.Count(text[e.Start..e.End]) > 0 ? 1 : 2));
            groups.Add(Cut("frequency", [.. Frequencies.Select((from, i) => i + 1 == Frequencies.Length ? $"{from} or more" : Frequencies[i + 1] - 1 == from ? $"{from}" : $"{from}–{Frequencies[i + 1] - 1}")],
                rows, options, (text, e) => Array.FindLastIndex(Frequencies, from => training.Count(text[e.Start..e.End], e.Label) >= from)));
        }
        groups.Add(Cut("length", [.. Enumerable.Range(1, Longest).Select(n => n == Longest ? $"{n} or more" : $"{n}")], rows, options,
            (text, e) => Math.Clamp(TextUnits.Of(text[e.Start..e.End]).Count, 1, Longest) - 1));
        return [.. groups.Where(g => g.Slices.Count > 1)];
    }

    private static SpanGroup Cut(string name, string[] parts, IReadOnlyList<Prediction> rows, EvaluationOptions options, Func<string, Extraction, int> partOf)
    {
        var table = new SliceTable(rows.Count, parts.Length);
        for (var i = 0; i < rows.Count; i++)
        {
            var (gold, predicted) = ExtractionReading.Of(rows[i], "spans");
            table.AddStrict(i, gold, predicted, e => partOf(rows[i].Text, e));
        }
        var counts = table.Count(Scoring.Once(rows.Count));
        var drawn = Bootstrap.Resample(rows.Count, parts.Length, (drawnCounts, values) =>
        {
            var found = table.Count(drawnCounts);
            for (var p = 0; p < values.Length; p++) values[p] = found[p].F1;
        }, options.BootstrapSamples, options.BootstrapSeed);
        return new(name, [.. Enumerable.Range(0, parts.Length).Where(p => counts[p].Gold + counts[p].Predicted > 0).Select(p =>
        {
            var interval = Interval.OfQuantiles(drawn[p]);
            return new SpanSlice(parts[p], counts[p], new(options.Task, options.Dataset, options.Split, "f1", counts[p].F1, interval.Low, interval.High, (int)counts[p].Gold, options.Seed));
        })]);
    }
}
