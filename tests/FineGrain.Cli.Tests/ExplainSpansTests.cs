using System.Text.Json;
using FineGrain.Analysis.Explaining;
using FineGrain.Core;

namespace FineGrain.Cli.Tests;

/// <summary>Explaining what a model that marks spans has marked.</summary>
public sealed class ExplainSpansTests(TinySpanRun tiny) : IClassFixture<TinySpanRun>
{
    private const string Text = "  Zoe  loves Lima .";

    [Fact]
    public void Every_method_explains_every_span_and_the_nearest_training_spans_are_its_own_kind()
    {
        var (page, lines) = (At("why.html"), At("why.jsonl"));
        var session = Session.Run("explain", tiny.Model, Text, "--method", "all", "--neighbours", At("out/data/train.jsonl"), "--html", page, "--json", lines);
        Assert.True(session.Code == 0, session.Errors);
        var found = Explanations(lines);
        Assert.Equal(["LOC[13, 17)", "PER[2, 5)"], found.Select(e => e.Output).Distinct().Order(StringComparer.Ordinal));
        Assert.All(found.GroupBy(e => e.Output), span => Assert.Equal(["integrated", "occlusion", "gradient", "attention"], span.Select(e => e.Method)));
        Assert.All(found, e => Assert.Equal(["Zoe", "loves", "Lima", "."], e.Words.Select(w => Text[w.Start..w.End])));
        Assert.All(found.Where(e => e.Method == "integrated"), e => Assert.True(e.Completeness!.Error <= 0.01, $"{e.Completeness}"));
        // Occlusion takes the span's own word away, and attention is a share of all that is read.
        Assert.All(found.Where(e => e.Method == "occlusion"), e => Assert.Equal(e.Probability, Own(e).Weight, 1e-6));
        Assert.All(found.Where(e => e.Method == "attention"), e => Assert.Equal(1, e.Words.Sum(w => w.Weight), 1e-4));
        Assert.All(found.GroupBy(e => e.Method), method => Assert.NotEqual(method.First().Words, method.Last().Words));
        Assert.All(found, e =>
        {
            Assert.Equal(5, e.Neighbours!.Count);
            var nearest = e.Neighbours[0];
            Assert.Equal(e.Output[..3], nearest.Label);
            Assert.Equal(Text[Own(e).Start..Own(e).End], nearest.Text[nearest.Start!.Value..nearest.End!.Value]);
        });
        Assert.Contains("PER  “Zoe” in: Zoe ", session.Output, StringComparison.Ordinal);
        Assert.Contains("<ul class=\"near\">", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{head: crf, characters: {filters: 6}, features: {templates: [english], buckets: 512}, feature_width: 4}", "{family: rnn, width: 12, hidden: 12}")]
    [InlineData("{head: biaffine, width: 12}", "{family: rnn, width: 12, hidden: 12}")]
    [InlineData("{head: softmax, scheme: iob2}", "{family: ensemble, members: [{family: transformer, width: 24, layers: 1, heads: 3}, {family: transformer, width: 12, layers: 1, heads: 3}]}")]
    public void Every_head_and_an_ensemble_are_explained(string head, string network)
    {
        var recipe = File.ReadAllText(tiny.Recipe).Replace("{head: crf}", head, StringComparison.Ordinal).Replace("{family: transformer, width: 24, layers: 1, heads: 3, inner: 96}", network, StringComparison.Ordinal);
        var (place, other) = (At(Path.GetRandomFileName()), At("other.yaml"));
        File.WriteAllText(other, recipe);
        var run = Session.Run("run", other, "--out", place);
        Assert.True(run.Code == 0, run.Errors);
        var lines = Path.Combine(place, "why.jsonl");
        var session = Session.Run("explain", Path.Combine(place, "model"), Text, "--method", "all", "--json", lines, "--neighbours", Path.Combine(place, "data", "train.jsonl"));
        Assert.True(session.Code == 0, session.Errors);
        var found = Explanations(lines);
        string[] methods = network.Contains("rnn", StringComparison.Ordinal) ? ["gradient", "integrated", "occlusion"] : ["attention", "gradient", "integrated", "occlusion"];
        Assert.All(found.GroupBy(e => e.Output), span => Assert.Equal(methods, span.Select(e => e.Method).Order(StringComparer.Ordinal)));
        Assert.Contains("PER[2, 5)", found.Select(e => e.Output));
        Assert.All(found.Where(e => e.Method == "integrated"), e => Assert.True(e.Completeness!.Error <= 0.01, $"{e.Completeness}"));
        Assert.Equal("Zoe", found.First(e => e.Output == "PER[2, 5)").Neighbours![0] is var near ? near.Text[near.Start!.Value..near.End!.Value] : "");
    }

    [Fact]
    public void Integrated_gradients_are_the_default_and_a_file_says_how_complete_they_are()
    {
        var session = Session.Run("explain", tiny.Model, "--input", At("more.txt"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("integrated  ", session.Output, StringComparison.Ordinal);
        Assert.Contains("100.0 % of 2 texts within 1 %", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_are_judged_on_spans_too()
    {
        var session = Session.Run("explain", tiny.Model, "--input", At("more.txt"), "--trust", "--json", At("trust.json"));
        Assert.True(session.Code == 0, session.Errors);
        var trust = JsonSerializer.Deserialize(File.ReadAllText(At("trust.json")), ExplanationJson.Lines.IReadOnlyListMethodTrust)!;
        Assert.Equal(["attention", "gradient", "integrated", "occlusion", "random"], trust.Select(t => t.Method).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Neighbours_without_spans_say_what_is_missing() =>
        Assert.Contains("has no annotated entities", Session.Run("explain", tiny.Model, Text, "--neighbours", At("more.txt")).Errors, StringComparison.Ordinal);

    [Fact]
    public void A_run_of_spans_leaves_findings() => Assert.NotNull(FindingsFile.Read(At("out/findings.json")));

    private static ExplainedWord Own(Explanation e) => e.Words[e.Output.StartsWith("PER", StringComparison.Ordinal) ? 0 : 2];

    private static List<Explanation> Explanations(string path) => [.. File.ReadLines(path).Select(l => JsonSerializer.Deserialize(l, ExplanationJson.Lines.Explanation)!)];

    private string At(string name) => Path.Combine(tiny.Folder, name);
}
