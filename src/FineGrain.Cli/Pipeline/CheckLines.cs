using System.Globalization;
using FineGrain.Data.Checking;

namespace FineGrain.Cli.Pipeline;

/// <summary>A data check as lines of text: the splits, then what deserves attention.</summary>
internal static class CheckLines
{
    public static IEnumerable<string> Of(CheckResult result)
    {
        foreach (var split in result.Splits)
        {
            var lengths = split.Lengths is { } l ? string.Create(CultureInfo.InvariantCulture, $"; characters {l.Shortest} to {l.Longest}, median {l.Median}, 95 % up to {l.Percent95}") : "";
            yield return $"{split.Name,-6} {split.Rows} rows{lengths}";
            foreach (var note in split.Notes) yield return $"         {note}";
            if (split.Spans is { } spans)
                foreach (var line in Spans(spans)) yield return line;
            foreach (var (label, count) in split.Labels.OrderByDescending(x => x.Value).Take(20))
                yield return string.Create(CultureInfo.InvariantCulture, $"         {label,-20} {count,8}  {100.0 * count / Math.Max(1, split.Rows),5:0.0} %");
            if (split.Labels.Count > 20) yield return $"         … and {split.Labels.Count - 20} more labels";
        }
        foreach (var finding in result.Findings) yield return $"{finding.Kind.ToUpperInvariant()}  {finding.Message}";
        foreach (var contradiction in result.Contradictions.Take(3))
            yield return $"         '{contradiction.Text.ReplaceLineEndings(" ")}': {string.Join(", ", contradiction.Rows.Zip(contradiction.Labels, (row, label) => $"{row} = {label}"))}";
        if (result.Findings.Count == 0) yield return "Nothing found that would spoil a model or a score.";
    }

    private static IEnumerable<string> Spans(SpanCheck spans)
    {
        var total = spans.Types.Values.Sum();
        var lengths = spans.Lengths is { } l ? string.Create(CultureInfo.InvariantCulture, $" of {l.Shortest} to {l.Longest} characters, median {l.Median}") : "";
        yield return $"         {total} spans{lengths}; {spans.Empty} texts without any{(spans.Triplets > 0 ? $"; {spans.Triplets} pairs of aspect and opinion" : "")}";
        foreach (var (type, count) in spans.Types.OrderByDescending(t => t.Value).Take(20))
            yield return string.Create(CultureInfo.InvariantCulture, $"         {type,-20} {count,8}  {100.0 * count / Math.Max(1, total),5:0.0} %");
        if (spans.Types.Count > 20) yield return $"         … and {spans.Types.Count - 20} more types";
    }
}
