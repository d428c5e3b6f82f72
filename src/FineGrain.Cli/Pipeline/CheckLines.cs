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
            foreach (var (label, count) in split.Labels.OrderByDescending(x => x.Value).Take(20))
                yield return string.Create(CultureInfo.InvariantCulture, $"         {label,-20} {count,8}  {100.0 * count / Math.Max(1, split.Rows),5:0.0} %");
            if (split.Labels.Count > 20) yield return $"         … and {split.Labels.Count - 20} more labels";
        }
        foreach (var finding in result.Findings) yield return $"{finding.Kind.ToUpperInvariant()}  {finding.Message}";
        foreach (var contradiction in result.Contradictions.Take(3))
            yield return $"         '{contradiction.Text.ReplaceLineEndings(" ")}': {string.Join(", ", contradiction.Rows.Zip(contradiction.Labels, (row, label) => $"{row} = {label}"))}";
        if (result.Findings.Count == 0) yield return "Nothing found that would spoil a model or a score.";
    }
}
