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
