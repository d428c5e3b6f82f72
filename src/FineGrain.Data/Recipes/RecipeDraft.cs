using System.Globalization;
using System.Text;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Recipes;

/// <summary>A first recipe for a file that nobody has described yet, with comments on what to try next.</summary>
public sealed record RecipeDraft
{
    /// <summary>Name of the recipe.</summary>
    public required string Name { get; init; }

    /// <summary>Training file, relative to the recipe.</summary>
    public required string Train { get; init; }

    /// <summary>Dev file, or null to split.</summary>
    public string? Dev { get; init; }

    /// <summary>Test file, or null to split.</summary>
    public string? Test { get; init; }

    /// <summary>What the training file looks like.</summary>
    public required SourceInspection Inspection { get; init; }

    /// <summary>Column of the text.</summary>
    public required ColumnFacts Text { get; init; }

    /// <summary>Column of the label.</summary>
    public required ColumnFacts Label { get; init; }

    /// <summary>label, labels or number.</summary>
    public string Target { get; init; } = "label";

    /// <summary>Model family.</summary>
    public string Family { get; init; } = "transformer";

    /// <summary>Longest input in tokens: covers 95 of 100 texts (a character a token in Chinese, else about four characters a word).</summary>
    public int MaxLength => Math.Clamp(((Text.Chinese > 0.3 ? Text.LongLength : Text.LongLength / 4) + 2 + 15) / 16 * 16, 16, 512);

    /// <summary>The recipe as YAML.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder();
        Line(yaml, $"# {Name}: written by 'finegrain init' after a look at {Inspection.Rows} rows of {Train}. Every key that is not here has a default;");
        Line(yaml, $"# 'finegrain show {Name}.yaml' lists them all with their meaning.");
        Line(yaml, $"name: {Name}");
        if (Target != "label") Line(yaml, $"target: {Target}");
        Line(yaml, $"data:");
        foreach (var (split, path) in new[] { ("train", Train), ("dev", Dev), ("test", Test) })
        {
            if (path is null) continue;
            Line(yaml, $"  {split}:");
            Line(yaml, $"    - path: {RecipePrinter.Text(path)}");
            if (split == "train" && path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)) Line(yaml, $"      format: {Inspection.Format}");
            Line(yaml, $"      text: {RecipePrinter.Text(Text.Name)}");
            Line(yaml, $"      label: {RecipePrinter.Text(Label.Name)}{(Target == "number" ? "" : Values())}");
        }
        if (Dev is null || Test is null)
        {
            Line(yaml, $"  # Stratified, and rows with the same text stay on one side.");
            Line(yaml, $"  split: {{{string.Join(", ", new[] { Dev is null ? "dev: 0.1" : null, Test is null ? "test: 0.1" : null }.OfType<string>())}}}");
        }
        Line(yaml, $"tokenizer:");
        Line(yaml, $"  kind: {(Text.Chinese > 0.3 ? "character" : "word")}  # also: character, word, wordpiece, bpe, unigram; or 'file' with your tokenizer.json");
        Line(yaml, $"  max_length: {MaxLength}  # 95 of 100 texts have at most {Text.LongLength} characters");
        Line(yaml, $"model:");
        Line(yaml, $"  family: {Family}  # also: mlp (fastest), cnn, rnn, transformer, pretrained (a Hugging Face checkpoint: best with few examples)");
        Line(yaml, $"training:");
        Line(yaml, $"  epochs: 10");
        Line(yaml, $"  batch_size: 32");
        Line(yaml, $"  optimizer: {{name: adamw, learning_rate: {(Family == "transformer" ? "5e-4" : "1e-3")}}}");
        Line(yaml, $"  stopping: {{patience: 3}}  # evaluations on dev without improvement");
        if (Imbalance() is { } imbalance) Line(yaml, $"  # {imbalance}\n  # loss: {{weighting: balanced}}");
        Line(yaml, $"evaluation:");
        Line(yaml, $"  splits: [dev]  # add test once, at the end");
        return yaml.ToString();
    }

    private string Values() => $"  # {string.Join(", ", Label.Values.Take(6).Select(v => $"{v.Key.ReplaceLineEndings(" ")} ({v.Value})"))}{(Label.Distinct > 6 ? ", …" : "")}";

    private string? Imbalance()
    {
        if (Target != "label" || Label.Values.Count < 2) return null;
        var (most, least) = (Label.Values[0], Label.Values[^1]);
        return most.Value >= 5 * least.Value ? $"'{most.Key}' is {most.Value / Math.Max(1, least.Value)} times as frequent as '{least.Key}'; if rare labels matter, try:" : null;
    }

    private static void Line(StringBuilder yaml, FormattableString line) => yaml.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
