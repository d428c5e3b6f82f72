using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

public sealed class SpanRunTests : IDisposable
{
    private static readonly string[] people = ["Ann", "Bob", "Eve", "Max", "Zoe"], places = ["Rome", "Oslo", "Lima", "Kyiv"], verbs = ["visits", "leaves", "loves"];
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-spans-").FullName;

    private string Model => Path.Combine(folder, "out", "model");

    [Theory]
    [InlineData("{family: rnn, width: 12, hidden: 12}", "{kind: word, special_tokens: false, max_length: 16}", "{head: crf, characters: {filters: 6}, features: {templates: [english], buckets: 512}, feature_width: 4}")]
    [InlineData("{family: rnn, width: 12, hidden: 12}", "{kind: word, special_tokens: false, max_length: 16}", "{head: softmax, scheme: iob2}")]
    [InlineData("{family: transformer, width: 24, layers: 1, heads: 3}", "{kind: wordpiece, vocabulary_size: 60, max_length: 32}", "{head: crf, alignment: mean}")]
    public void A_run_marks_entities_in_new_texts_to_the_character(string model, string tokenizer, string spans)
    {
        var session = Run(model, tokenizer, spans);
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("begin and end where a token does", session.Output, StringComparison.Ordinal);
        Assert.Contains("span-f1", File.ReadAllText(Path.Combine(folder, "out", "scores.json")), StringComparison.Ordinal);
        Assert.Contains("what other tools would print", File.ReadAllText(Path.Combine(folder, "out", "report.html")), StringComparison.OrdinalIgnoreCase);
        using var predictor = Predictor.Open(Model);
        const string Text = "  Zoe  loves Lima .";
        var prediction = predictor.Predict(Text);
        Assert.Equal(["Zoe PER", "Lima LOC"], prediction.Spans!.Select(s => $"{s.Slice(Text)} {s.Label}"));
        Assert.All(prediction.Spans!, s => Assert.InRange(s.Score, 0.5, 1));
        Assert.Empty(predictor.Predict("").Spans!);
        Assert.Empty(predictor.Predict(" \n ").Spans!);
        var terminal = Session.Run("predict", Model, "Bob leaves Oslo .", "--format", "terminal");
        Assert.Matches(@"^\[Bob PER [01]\.\d\d\] leaves \[Oslo LOC [01]\.\d\d\] \.$", terminal.Output.TrimEnd());
    }

    [Fact]
    public void Head_biaffine_marks_spans_that_lie_inside_others()
    {
        File.WriteAllLines(Path.Combine(folder, "train.jsonl"), [.. people.SelectMany(who => places.SelectMany(where => verbs.Select(verb =>
            $$"""{"text": "Bank of {{where}} {{verb}} {{who}} .", "entities": [[0, {{8 + where.Length}}, "ORG"], [8, {{8 + where.Length}}, "LOC"], [{{10 + where.Length + verb.Length}}, {{10 + where.Length + verb.Length + who.Length}}, "PER"]]}""")))]);
        var session = Run("{family: rnn, width: 12, hidden: 12}", "{kind: word, special_tokens: false, max_length: 16}", "{head: biaffine, width: 12}", write: false);
        Assert.True(session.Code == 0, session.Errors);
        const string Text = "  Bank of  Lima leaves Zoe .";
        using var predictor = Predictor.Open(Model);
        Assert.Equal(["Bank of  Lima ORG", "Lima LOC", "Zoe PER"], predictor.Predict(Text).Spans!.Select(s => $"{s.Slice(Text)} {s.Label}"));
        Assert.Matches(@"^\[Bank of \[Oslo LOC [01]\.\d\d\] ORG [01]\.\d\d\] visits ", Session.Run("predict", Model, "Bank of Oslo visits Max .", "--format", "terminal").Output);
    }

    [Theory]
    [InlineData("{head: softmax}", "training.loss.name=focal", "training.loss.weighting=balanced")]
    [InlineData("{head: crf}", "data.empty_texts=0.5", "data.sampling=over")]
    public void Labels_can_be_weighed_and_texts_without_entities_sampled(string spans, params string[] settings)
    {
        string[] empty = [.. Enumerable.Range(0, 40).Select(i => $$"""{"text": "nothing {{i}} here .", "entities": []}""")];
        File.WriteAllLines(Path.Combine(folder, "train.jsonl"), [.. people.SelectMany(who => places.SelectMany(where => verbs.Select(verb => Line(who, verb, where)))), .. empty]);
        var session = Run("{family: rnn, width: 12, hidden: 12}", "{kind: word, special_tokens: false, max_length: 16}", spans, write: false, settings);
        Assert.True(session.Code == 0, session.Errors);
        using var predictor = Predictor.Open(Model);
        const string Text = "Zoe loves Lima .";
        Assert.Equal(["Zoe PER", "Lima LOC"], predictor.Predict(Text).Spans!.Select(s => $"{s.Slice(Text)} {s.Label}"));
        Assert.Empty(predictor.Predict("nothing here .").Spans!);
    }

    [Fact]
    public void Nested_gold_is_refused_by_tags_with_both_ways_out()
    {
        File.WriteAllLines(Path.Combine(folder, "train.jsonl"), ["""{"text": "Bank of China", "entities": [{"start": 0, "end": 13, "label": "ORG"}, {"start": 8, "end": 13, "label": "LOC"}]}"""]);
        var session = Run("{family: rnn}", "{kind: word}", "{head: crf}", write: false);
        Assert.Equal(1, session.Code);
        Assert.Contains("train.jsonl:1: 'Bank of China' [0, 13) ORG and 'China' [8, 13) LOC overlap", session.Errors, StringComparison.Ordinal);
        Assert.Contains("spans.head: biaffine", session.Errors, StringComparison.Ordinal);
        Assert.Contains("spans.overlaps: longest", session.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{family: cnn}", "{head: crf}", "needs states of single tokens, which mlp and cnn do not have")]
    [InlineData("{family: transformer}", "{characters: {filters: 5}}", "is read by family rnn alone")]
    [InlineData("{family: rnn}", "{feature_width: 5}", "'spans.features.templates' is empty")]
    [InlineData("{family: rnn}", "{head: crv}", "Did you mean 'crf'")]
    [InlineData("{family: rnn}", "{features: {templates: [englisch]}}", "neither a preset nor a property")]
    public void What_does_not_fit_together_says_so(string model, string spans, string expected)
    {
        var session = Run(model, "{kind: word}", spans);
        Assert.Equal(1, session.Code);
        Assert.Contains(expected, session.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Session Run(string model, string tokenizer, string spans, bool write = true, params string[] settings)
    {
        if (write) File.WriteAllLines(Path.Combine(folder, "train.jsonl"), [.. people.SelectMany(who => places.SelectMany(where => verbs.Select(verb => Line(who, verb, where))))]);
        var recipe = Path.Combine(folder, "spans.yaml");
        File.WriteAllText(recipe, $"""
            name: tiny-spans
            task: spans
            data:
              train: [{"{"}path: train.jsonl, format: span-jsonl{"}"}]
              split: {"{"}dev: 0.2, test: 0.2{"}"}
            tokenizer: {tokenizer}
            spans: {spans}
            model: {model}
            training:
              seeds: [1]
              epochs: 12
              batch_size: 4
              threads: 1
              optimizer: {"{"}learning_rate: 0.01{"}"}
            evaluation: {"{"}splits: [dev, test], bootstrap_samples: 100{"}"}
            """);
        return Session.Run(["run", recipe, "--out", Path.Combine(folder, "out"), .. settings.SelectMany(s => (string[])["--set", s])]);
    }

    private static string Line(string who, string verb, string where)
    {
        var text = $"{who} {verb} {where} .";
        var at = text.IndexOf(where, StringComparison.Ordinal);
        return $$"""{"text": "{{text}}", "entities": [{"start": 0, "end": {{who.Length}}, "label": "PER"}, {"start": {{at}}, "end": {{at + where.Length}}, "label": "LOC"}]}""";
    }
}
