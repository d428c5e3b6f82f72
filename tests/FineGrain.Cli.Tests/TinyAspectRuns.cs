namespace FineGrain.Cli.Tests;

/// <summary>A run on some 100 texts for each target of task aspects; each is made when a test first asks for it.</summary>
public sealed class TinyAspectRuns : IDisposable
{
    private readonly Lazy<string> polarities, triplets, categories;

    public TinyAspectRuns()
    {
        polarities = new(() => Run("polarities", "three-line", "label", "{family: rnn, cell: gru, width: 8, hidden: 8, pooling: target, reach: 2}", s =>
            [$"{s.GoodWord} $T$ but {s.BadWord} {s.BadThing}", s.GoodThing, "positive", $"{s.GoodWord} {s.GoodThing} but {s.BadWord} $T$", s.BadThing, "negative"]));
        triplets = new(() => Run("triplets", "aste", "triplets", "{family: transformer, width: 24, layers: 1, heads: 3, inner: 96}", s =>
            [$"the {s.GoodThing} is {s.GoodWord}####[([1], [3], 'POS')]", $"{s.BadWord} {s.BadThing} here####[([1], [0], 'NEG')]"]));
        categories = new(() => Run("categories", "jsonl", "categories", "{family: transformer, width: 24, layers: 1, heads: 3, inner: 96}", s =>
            [$$"""{"text":"{{s.GoodWord}} {{s.GoodThing}}","label":["{{s.GoodThing}}=positive"]}""", $$"""{"text":"{{s.BadWord}} {{s.BadThing}}","label":["{{s.BadThing}}=negative"]}""", """{"text":"nothing to say","label":[]}"""]));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("finegrain-tiny-aspects-").FullName;

    /// <summary>Judges an asked aspect.</summary>
    public string Polarities => polarities.Value;

    /// <summary>Finds triplets.</summary>
    public string Triplets => triplets.Value;

    /// <summary>Judges the categories.</summary>
    public string Categories => categories.Value;

    /// <summary>The file that a model was trained on.</summary>
    public string DataOf(string name) => Path.Combine(Folder, $"{name}.data");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Run(string name, string format, string target, string model, Func<(string GoodWord, string GoodThing, string BadWord, string BadThing), string[]> lines)
    {
        File.WriteAllLines(DataOf(name), AspectRunTests.Sentences().SelectMany(lines));
        var recipe = Path.Combine(Folder, $"{name}.yaml");
        File.WriteAllText(recipe, $$$"""
            name: tiny-{{{name}}}
            task: aspects
            target: {{{target}}}
            data:
              train: [{path: {{{name}}}.data, format: {{{format}}}, joiner: space}]
              split: {dev: 0.25, test: 0.25}
            tokenizer: {kind: word, max_length: 12}
            model: {{{model}}}
            training: {epochs: 12, batch_size: 4, threads: 1, optimizer: {learning_rate: 0.01}}
            evaluation: {splits: [dev], bootstrap_samples: 100}
            """);
        var session = Session.Run("run", recipe, "--out", Path.Combine(Folder, name));
        Assert.True(session.Code == 0, session.Errors);
        return Path.Combine(Folder, name, "model");
    }
}
