using System.Globalization;
using System.Text;
using FineGrain.Analysis.Metrics;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>The report as Markdown, for pull requests and notes: scores, the pair, weak slices, confidence; no list of all examples.</summary>
public static class DrillMarkdown
{
    /// <summary>Writes the text whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, DrillData data, Phrases phrases) => FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(data, phrases))));

    /// <summary>The text.</summary>
    public static string Render(DrillData data, Phrases t)
    {
        var text = new StringBuilder();
        Line($"# {Safe(data.Name)}\n");
        Line($"{t.Say("{0} examples", Words.Count(data.Evaluation.Support))}\n");
        Table([t["Metric"], t["Score"], t["95% interval"]], data.Evaluation.Scores.Select(s => (string[])[DrillTiles.Title(s.Metric, t), Words.Value(s.Metric, s.Value), double.IsNaN(s.Low) ? t["no interval"] : Words.Interval(s)]));
        if (data.Comparison is { } c)
        {
            Line($"## {t["Two models"]}\n\n{Safe(PairSection.Verdict(c, data, t))}\n\n{PairSection.Power(c, t)}\n");
            Table([t["Metric"], data.NameA, data.NameB, t["p"], t["p, all metrics"]], c.Metrics.Select(m => (string[])[DrillTiles.Title(m.Metric, t), Words.Value(m.Metric, m.A.Value), Words.Value(m.Metric, m.B.Value), PairSection.P(m.PValue), PairSection.P(m.AdjustedPValue)]));
        }
        if (data.Worst.Tried > 0)
        {
            Line($"## {t["Weak slices"]}\n");
            if (data.Worst.Worst.Count == 0) Line($"{t.Say("No slice is worse than the rest beyond chance, of {0} tried.", Words.Count(data.Worst.Tried))}\n");
            else Slices(data.Worst.Worst);
        }
        if (data.Risk is { } risk)
            Line($"## {t["Confidence"]}\n\n{t.Say("Share of mistakes when only the surest answers are given. Area {0}.", Words.Percent(risk.Area))}\n");
        if (data.Slices.Count > 0)
        {
            Line($"## {t["Slices"]}\n");
            Slices(data.Slices);
        }
        return text.ToString();

        void Slices(IEnumerable<Slicing.SliceScore> slices)
        {
            var metric = MetricNames.Headline(data.Evaluation.Options.Target);
            Table([t["Slice"], t["Examples"], DrillTiles.Title(metric, t), t["Rest"], t["p, corrected"]],
                slices.Select(s => (string[])[$"`{s.Name}`", Words.Count(s.Support), Words.Value(metric, s.Score), Words.Value(metric, s.Rest), PairSection.P(s.AdjustedPValue)]));
        }

        void Table(string[] head, IEnumerable<string[]> rows)
        {
            Line($"| {string.Join(" | ", head.Select(Safe))} |\n|{string.Concat(head.Select(_ => "---|"))}");
            foreach (var row in rows) Line($"| {string.Join(" | ", row.Select(Safe))} |");
            Line("");
        }

        void Line(string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
    }

    /// <summary>One line, and no bar that would end a cell.</summary>
    private static string Safe(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
