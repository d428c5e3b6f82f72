namespace FineGrain.Cli.Tests;

/// <summary>A run that marks persons and places in 60 sentences, by a transformer with a crf; shared by the tests of compressing it.</summary>
public sealed class TinySpanRun : IDisposable
{
    private static readonly string[] people = ["Ann", "Bob", "Eve", "Max", "Zoe"], places = ["Rome", "Oslo", "Lima", "Kyiv"], verbs = ["visits", "leaves", "loves"];

    public TinySpanRun()
    {
        File.WriteAllLines(Path.Combine(Folder, "train.jsonl"), [.. people.SelectMany(who => places.SelectMany(where => verbs.Select(verb => Line(who, verb, where))))]);
        File.WriteAllLines(Path.Combine(Folder, "more.txt"), ["Zoe greets Lima .", "Ann paints Kyiv ."]);
        File.WriteAllText(Recipe, """
            name: tiny-spans
            task: spans
            data:
              train: [{path: train.jsonl, format: span-jsonl}]
              split: {dev: 0.2, test: 0.2}
            tokenizer: {kind: word, special_tokens: false, max_length: 16}
            spans: {head: crf}
            model: {family: transformer, width: 24, layers: 1, heads: 3, inner: 96}
            training:
              seeds: [1]
              epochs: 12
              batch_size: 4
              threads: 1
              optimizer: {learning_rate: 0.01}
            evaluation: {splits: [dev], bootstrap_samples: 100}
            """);
        var session = Session.Run("run", Recipe, "--out", Path.Combine(Folder, "out"));
        Assert.True(session.Code == 0, session.Errors);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("finegrain-tiny-spans-").FullName;

    public string Recipe => Path.Combine(Folder, "spans.yaml");

    public string Model => Path.Combine(Folder, "out", "model");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Line(string who, string verb, string where)
    {
        var text = $"{who} {verb} {where} .";
        var at = text.IndexOf(where, StringComparison.Ordinal);
        return $$"""{"text": "{{text}}", "entities": [{"start": 0, "end": {{who.Length}}, "label": "PER"}, {"start": {{at}}, "end": {{at + where.Length}}, "label": "LOC"}]}""";
    }
}
