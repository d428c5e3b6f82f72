using FineGrain.Analysis.Reporting;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Reporting;

public sealed class ModelCardTests
{
    private static readonly ModelManifest Manifest = new()
    {
        Name = "reviews", Task = "classify", Target = "label", Labels = ["negative", "neutral", "正面"], Encoding = new() { MaxLength = 128 }, DataHash = "9f2c",
        Scores = [new("classify", "reviews", "test", "accuracy", 0.911, 0.883, 0.936, 360, 1), new("classify", "reviews", "test", "log-loss", 0.25, 0.21, 0.29, 360, null)],
    };

    [Fact]
    public void A_card_says_task_data_scores_and_limits()
    {
        var data = SampleRun.Data();
        var card = ModelCard.Render(new() { Manifest = Manifest, Languages = ["en", "zh"], License = "mit", Splits = data.Splits, Evaluation = data.Evaluations[0] });
        Assert.StartsWith("---\nlibrary_name: finegrain\n", card, StringComparison.Ordinal);
        Assert.Contains("One of 3 labels: negative, neutral, 正面.", card, StringComparison.Ordinal);
        Assert.Contains("| reviews | test | accuracy | 91.1% | 88.3–93.6% | 360 | 1 |\n| reviews | test | log-loss | 0.250 | 0.210–0.290 | 360 | mean |", card, StringComparison.Ordinal);
        Assert.Contains("- test: 360 examples (negative 150, neutral 60, 正面 150); 17 of them also stand in train", card, StringComparison.Ordinal);
        Assert.Contains("- Weakest label on test: neutral, F1 71.0% on 50 examples.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_break_neither_tables_nor_front_matter()
    {
        const string bad = "a|b\n---\n<img src=x> [x](http://x) \"";
        var card = ModelCard.Render(new() { Manifest = Manifest with { Name = bad, Labels = [bad], Scores = [Manifest.Scores[0] with { Dataset = bad }] }, License = bad });
        var parts = card.Split("\n---\n");
        Assert.Contains("license: \"a|b --- <img src=x> [x](http://x) \\\"\"", parts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("<img", string.Concat(parts.Skip(1)), StringComparison.Ordinal);
        Assert.Contains("| a\\|b --- &lt;img src=x&gt; \\[x\\](http://x) &quot; | test |", card, StringComparison.Ordinal);
        Assert.Equal(2, card.Split('\n').Count(l => l == "---"));
    }
}
