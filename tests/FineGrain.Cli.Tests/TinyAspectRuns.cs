namespace FineGrain.Cli.Tests;

/// <summary>A run on some 100 texts for each target of task aspects; each is made when a test first asks for it.</summary>
public sealed class TinyAspectRuns : IDisposable
{
    private readonly Lazy<string> polarities, triplets, categories;

    public TinyAspectRuns()
    {
        polarities = new(() => Run("polarities", "three-line", "label", "{family: rnn, cell: gru, width: 8, hidden: 8, pooling: target, reach: 2}", AspectSentences.ThreeLines));
        triplets = new(() => Run("triplets", "aste", "triplets", "{family: transformer, width: 24, layers: 1, heads: 3, inner: 96}", AspectSentences.Triplets));
        categories = new(() => Run("categories", "jsonl", "categories", "{family: transformer, width: 24, layers: 1, heads: 3, inner: 96}", AspectSentences.Categories));
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

    private string Run(string name, string format, string target, string model, IEnumerable<string> lines)
    {
        File.WriteAllLines(DataOf(name), lines);
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
