using System.Globalization;
using System.Text;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting;

/// <summary>
/// <c>MODEL_CARD.md</c>: what a model is for, what it was made from, how good it is and where it must not be trusted
/// (Mitchell et al. 2019, "Model Cards for Model Reporting"), with the front matter that model hubs read.
/// </summary>
public static class ModelCard
{
    /// <summary>Writes the card whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, ModelCardData data) => FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(data))));

    /// <summary>The text, Markdown. The same data give the same text.</summary>
    public static string Render(ModelCardData data)
    {
        var m = data.Manifest;
        var text = new StringBuilder();
        Line($"---\nlibrary_name: finegrain\npipeline_tag: {(m.Target == "spans" ? "token-classification" : "text-classification")}\ntags:\n- finegrain\n- {Json(m.Task)}");
        if (data.Languages.Count > 0) Line($"language:\n{string.Join('\n', data.Languages.Select(l => $"- {Json(l)}"))}");
        if (data.License.Length > 0) Line($"license: {Json(data.License)}");
        Line($"---\n\n# {Plain(m.Name)}\n");
        if (data.Description.Length > 0) Line($"{Plain(data.Description)}\n");
        Line($"**Task.** {Target(m)}\n");
        Line($"**Input.** Text of at most {m.Encoding.MaxLength} tokens; longer text is cut (`{m.Encoding.Truncation}`).\n");
        Scores();
        Data();
        Line($"## Intended use\n\n{(data.IntendedUse.Length > 0 ? Plain(data.IntendedUse) : "Text of the kind it was trained and scored on (see Data). Score it on your own text before you rely on it: `finegrain evaluate`.")}\n");
        Limits();
        Line($"## To repeat it\n\nThe recipe with every default resolved stands in `finegrain.json` beside this file{(m.DataHash.Length > 0 ? $"; the training examples have SHA-256 `{m.DataHash}`" : "")}.");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Scores()
        {
            if (m.Scores.Count == 0) return;
            Line("## Scores\n\n| data | split | metric | value | 95 % interval | examples | seed |\n|---|---|---|---|---|---|---|");
            foreach (var s in m.Scores)
                Line(string.Create(CultureInfo.InvariantCulture, $"| {Plain(s.Dataset)} | {Plain(s.Split)} | {Plain(s.Metric)} | {Words.Value(s.Metric, s.Value)} | {Words.Interval(s)} | {s.Support} | {s.Seed?.ToString(CultureInfo.InvariantCulture) ?? "mean"} |"));
            Line("\nIntervals of one seed are bootstrap intervals over the examples; those of a mean are t intervals over seeds.\n");
        }

        void Data()
        {
            if (data.Splits.Count + data.DataNotes.Count == 0) return;
            Line("## Data\n");
            foreach (var s in data.Splits)
                Line($"- {Plain(s.Name)}: {Words.Examples(s.Examples)}{(s.Labels.Count > 0 ? " (" + string.Join(", ", s.Labels.Select(l => $"{Plain(l.Label)} {Words.Count(l.Count)}")) + ")" : "")}"
                    + (s.Leaked is { } leaked and > 0 ? $"; {Words.Count(leaked)} of them also stand in train" : ""));
            foreach (var note in data.DataNotes) Line($"- {Plain(note)}");
            Line("");
        }

        void Limits()
        {
            Line("## Limits\n");
            foreach (var limit in data.Limits) Line($"- {Plain(limit)}");
            if (data.Evaluation?.Confusion is { } c)
            {
                var weakest = Enumerable.Range(0, c.Labels.Count).Where(k => c.Gold(k) > 0).MinBy(c.F1);
                Line($"- Weakest label on {Plain(data.Evaluation.Options.Split)}: {Plain(c.Labels[weakest])}, F1 {Words.Percent(c.F1(weakest))} on {Words.Examples(c.Gold(weakest))}.");
            }
            if (data.Evaluation?.Calibration is { } calibration) Line($"- Its confidence is off by {Words.Percent(calibration.Error)} on average (expected calibration error, {calibration.Bins.Count} equal-width bins).");
            Line("- Scores hold for text like that of the test data. Other domains, languages, lengths and times were not measured unless they stand above.");
            Line("- It answers every text, also one that fits no label; watch the probability.\n");
        }
    }

    private static string Target(ModelManifest m) => m.Target switch
    {
        "number" => "Predicts a number.",
        "spans" => $"Marks spans of {m.Labels.Count} types: {string.Join(", ", m.Labels.Select(Plain))}.",
        "triplets" => $"Finds aspects with their opinions and one of {m.Labels.Count} polarities: {string.Join(", ", m.Labels.Select(Plain))}.",
        "categories" => $"At most one label of each category, of {m.Labels.Count}: {string.Join(", ", m.Labels.Select(Plain))}.",
        "labels" => $"Any number of {m.Labels.Count} labels: {string.Join(", ", m.Labels.Select(Plain))}.",
        _ => $"One of {m.Labels.Count} labels: {string.Join(", ", m.Labels.Select(Plain))}.",
    };

    /// <summary>Text that stays text in Markdown: markup characters escaped, one line.</summary>
    private static string Plain(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in Html.Text(text.ReplaceLineEndings(" ")))
            safe.Append(c is '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '!' or '~' ? $"\\{c}" : c.ToString());
        return safe.ToString();
    }

    /// <summary>A YAML scalar that no content can break out of.</summary>
    private static string Json(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").ReplaceLineEndings(" ")}\"";
}
