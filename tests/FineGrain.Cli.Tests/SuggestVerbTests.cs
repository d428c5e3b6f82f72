using FineGrain.Cli.Pipeline;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Data.Reading;

namespace FineGrain.Cli.Tests;

public sealed class SuggestVerbTests : IDisposable
{
    private static readonly string[] Good = ["good", "great", "lovely", "fine"], Bad = ["bad", "awful", "poor", "dull"], Things = ["film", "room", "meal", "book", "phone", "song"];
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-suggest-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void From_suggestions_over_review_to_a_new_version_of_the_data()
    {
        Write(wrong: 3);
        Assert.Contains("labels", Do("suggest", At("train.jsonl"), "--queue", "labels", "--out", At("c.jsonl")), StringComparison.Ordinal);
        var corrections = CorrectionFile.Read(At("c.jsonl")).ToList();
        Assert.Contains(corrections, c => c.ExampleId == "e3");
        CorrectionFile.Write(At("c.jsonl"), corrections.Select(c => c with { State = c.ExampleId == "e3" ? CorrectionState.Accepted : CorrectionState.Rejected }));
        Assert.Contains("relabel, 1 corrections", Do("patch", "make", "mend", "--corrections", At("c.jsonl"), "--out", At("mend.json")), StringComparison.Ordinal);
        var applied = Do("patch", "apply", At("mend.json"), "--data", At("train.jsonl"), "--versions", At("v"));
        Assert.Contains("format: examples", applied, StringComparison.Ordinal);
        var hash = applied[..12];
        Assert.Equal("positive", ExampleFile.Read(Path.Combine(Directory.EnumerateDirectories(At("v"), hash + "*").Single(), "train.jsonl")).ElementAt(3).Label);
        Assert.Contains("without 'mend'", Do("patch", "revert", "mend", "--version", hash, "--versions", At("v")), StringComparison.Ordinal);
        Assert.Contains("mend", Do("patch", "list", "--versions", At("v")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_store_has_decided_is_not_proposed_again_and_a_pool_is_ranked()
    {
        Write(wrong: 3);
        File.WriteAllLines(At("pool.txt"), ["a good dull song", "lovely lovely", "poor film"]);
        Do("suggest", At("train.jsonl"), "--queue", "labels", "--store", At("s.db"));
        Assert.Contains("0 new corrections", Do("suggest", At("train.jsonl"), "--queue", "labels", "--store", At("s.db")), StringComparison.Ordinal);
        var output = Do("suggest", At("train.jsonl"), "--pool", At("pool.txt"), "--queue", "annotate", "--strategy", "margin", "--top", "1", "--out", At("a.jsonl"));
        Assert.Contains("1 proposed", output, StringComparison.Ordinal);
        Assert.Equal("a good dull song", Assert.Single(CorrectionFile.Read(At("a.jsonl"))).Text);
    }

    [Fact]
    public void A_queue_that_needs_a_pool_says_so() =>
        Assert.Contains("--queue drift needs --pool", Session.Run("suggest", At("train.jsonl"), "--queue", "drift").Errors, StringComparison.Ordinal);

    [Fact]
    public void Recipe_values_and_thresholds_are_patches_too()
    {
        Assert.Contains("threshold, 1 recipe values", Do("patch", "make", "surer", "--set", "evaluation.abstain_below=0.6", "--out", At("t.json")), StringComparison.Ordinal);
        Assert.Contains("resample", Do("patch", "make", "more", "--set", "data.sampling=over", "--out", At("r.json")), StringComparison.Ordinal);
        Write(wrong: 0);
        var surer = Do("patch", "apply", At("t.json"), "--data", At("train.jsonl"), "--versions", At("v"));
        Assert.Contains("evaluation.abstain_below=0.6", surer, StringComparison.Ordinal);
        Assert.Contains($"{surer[..12]}  96 examples  surer", Do("patch", "list", "--versions", At("v")), StringComparison.Ordinal);
        var both = Do("patch", "apply", At("r.json"), "--version", surer[..12], "--versions", At("v"));
        Assert.Contains("evaluation.abstain_below=0.6 data.sampling=over", both, StringComparison.Ordinal); // the whole chain, not this call alone
        var reverted = Do("patch", "revert", "surer", "--version", both[..12], "--versions", At("v"));
        Assert.Contains("data.sampling=over", reverted, StringComparison.Ordinal);
        Assert.DoesNotContain("abstain_below", reverted, StringComparison.Ordinal);
        Assert.Contains("changes nothing", Session.Run("patch", "make", "none", "--out", At("n.json")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_are_doubted_by_models_whose_answers_are_given()
    {
        // Which of the two words is marked cannot be learnt, so that probes are unsure and the models are believed.
        List<Example> examples = [.. Enumerable.Range(0, 24).Select(i => new Example { Id = $"e{i}", Text = $"{Things[i % 6]} {Things[i / 4]}", Entities = [i % 5 is 0 or 2 ? new(0, Things[i % 6].Length, "TASTE") : new(Things[i % 6].Length + 1, Things[i % 6].Length + 1 + Things[i / 4].Length, "TASTE")] })];
        ExampleFile.Write(At("train.jsonl"), examples);
        Answer("one.jsonl", examples);
        Answer("two.jsonl", examples);
        var output = Do("suggest", At("train.jsonl"), "--queue", "spans", "--predictions", At("one.jsonl"), At("two.jsonl"), "--out", At("c.jsonl"));
        Assert.Contains("1 type", output, StringComparison.Ordinal);
        Assert.Contains(CorrectionFile.Read(At("c.jsonl")), c => c is { ExampleId: "e5", Kind: CorrectionKind.SpanChange, New.Span.Label: "THING" });
        Answer("part.jsonl", examples[1..]);
        Assert.Contains("part.jsonl: has no answer for 'e0'. Answer all of the data with 'finegrain predict --input'.", Session.Run("suggest", At("train.jsonl"), "--queue", "spans", "--predictions", At("part.jsonl")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_cannot_be_those_to_the_data_and_to_the_pool() =>
        Assert.Contains("ask for one of the two queues at a time", Session.Run("suggest", At("train.jsonl"), "--pool", At("pool.txt"), "--queue", "spans", "annotate", "--predictions", At("one.jsonl")).Errors, StringComparison.Ordinal);

    /// <summary>A model that marks what is given, but sees another label in text e5.</summary>
    private void Answer(string name, IReadOnlyList<Example> examples) => PredictionFile.Write(At(name), examples.Select(e => new Prediction
    {
        Id = e.Id, Text = e.Text, GoldSpans = e.Entities, GoldScores = [e.Id == "e5" ? 0.01 : 0.98], Spans = [new(e.Entities[0].Start, e.Entities[0].End, e.Id == "e5" ? "THING" : "TASTE", 0.98)],
    }));

    private void Write(int wrong)
    {
        List<Example> examples = [.. Good.Select(w => (w, "positive")).Concat(Bad.Select(w => (w, "negative"))).SelectMany(w => Things.SelectMany(t => (string[])[$"{w.Item1} {t}", $"a {w.Item1} {w.Item1} {t}"]).Select(t => (t, w.Item2)))
            .Select((e, i) => new Example { Id = $"e{i}", Text = e.t, Labels = [e.Item2] })];
        if (wrong > 0) examples[wrong] = examples[wrong] with { Labels = ["negative"] };
        ExampleFile.Write(At("train.jsonl"), examples);
    }

    private static string Do(params string[] arguments)
    {
        var session = Session.Run(arguments);
        Assert.True(session.Code == 0, session.Errors);
        return session.Output;
    }

    private string At(string name) => Path.Combine(folder, name);
}
