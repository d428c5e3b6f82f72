using System.Globalization;
using System.Text;
using FineGrain.Core;

namespace FineGrain.Cli.Pipeline;

/// <summary><c>MODEL_CARD.md</c>: what the model is for, what it was trained on, how good it is and what it cannot do.</summary>
internal static class ModelCard
{
    public static string Of(ModelManifest manifest, Preparation prepared)
    {
        var (data, recipe) = (prepared.Data, prepared.Recipe);
        var card = new StringBuilder();
        var answers = manifest.Target switch
        {
            "label" => $"one of: {string.Join(", ", manifest.Labels)}",
            "labels" => $"any number of: {string.Join(", ", manifest.Labels)}",
            _ => "a number",
        };
        Line(card, $"# {manifest.Name}");
        Line(card, $"");
        Line(card, $"Answers a text{(data.Train.Any(e => e.Pair is not null) ? " pair" : "")} with {answers}. Family: {recipe.Model.Family}; longest input: {manifest.Encoding.MaxLength} tokens, longer texts are truncated ({manifest.Encoding.Truncation}).");
        Line(card, $"");
        Line(card, $"```\nfinegrain predict . \"your text\"\n```");
        Line(card, $"");
        Line(card, $"## Data");
        Line(card, $"");
        Line(card, $"{data.Train.Count} training, {data.Dev.Count} dev and {data.Test.Count} test examples (SHA-256 {data.Hash}).");
        if (data.LeakedTestIds.Count > 0) Line(card, $"{data.LeakedTestIds.Count} test rows also stand in the training files: trust test-clean.");
        Line(card, $"");
        Line(card, $"## Scores");
        Line(card, $"");
        Line(card, $"| split | metric | value | 95 % interval | examples |");
        Line(card, $"|---|---|---|---|---|");
        foreach (var score in manifest.Scores.Where(s => !s.Metric.Contains(':', StringComparison.Ordinal)))
            Line(card, $"| {score.Split} | {score.Metric} | {score.Value:0.0000} | {(double.IsFinite(score.Low) ? string.Create(CultureInfo.InvariantCulture, $"{score.Low:0.0000} – {score.High:0.0000}") : "–")} | {score.Support} |");
        Line(card, $"");
        Line(card, $"## Limits");
        Line(card, $"");
        Line(card, $"It knows the language, domains and labels of its training data and nothing else; on other texts it answers all the same. Its probabilities are the network's own (temperature {manifest.Temperature}); the reliability diagram of report.html says how far to trust them.");
        Line(card, $"");
        Line(card, $"## Recipe");
        Line(card, $"");
        Line(card, $"```yaml\n{manifest.Recipe.TrimEnd()}\n```");
        return card.ToString();
    }

    private static void Line(StringBuilder card, FormattableString line) => card.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
