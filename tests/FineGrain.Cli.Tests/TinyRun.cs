[assembly: AssemblyFixture(typeof(FineGrain.Cli.Tests.TinyRun))]

namespace FineGrain.Cli.Tests;

/// <summary>A recipe with 48 sentences and the run it gives, shared by all tests; about a second.</summary>
public sealed class TinyRun : IDisposable
{
    public TinyRun()
    {
        Directory.CreateDirectory(Folder);
        string[] good = ["good", "great", "lovely", "fine"], bad = ["bad", "awful", "poor", "dull"], things = ["film", "room", "meal", "book", "phone", "song"];
        File.WriteAllLines(Path.Combine(Folder, "data.csv"),
            [.. good.SelectMany(w => things.Select(t => $"\"{w} {t}, {w}\",positive")).Concat(bad.SelectMany(w => things.Select(t => $"\"{w} {t}, {w}\",negative"))).Prepend("text,label")]);
        File.WriteAllText(Recipe, """
            name: tiny
            data:
              train: [{path: data.csv}]
              split: {dev: 0.25, test: 0.25}
            tokenizer: {kind: word, max_length: 8}
            model: {family: transformer, width: 12, layers: 1, heads: 3, inner: 192}
            training:
              seeds: [1, 2]
              epochs: 6
              batch_size: 4
              threads: 1
              optimizer: {learning_rate: 0.01}
            evaluation: {splits: [dev, test], bootstrap_samples: 100}
            """);
        Session = Session.Run("run", Recipe, "--out", Out);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("finegrain-cli-").FullName;

    public string Recipe => Path.Combine(Folder, "tiny.yaml");

    public string Out => Path.Combine(Folder, "out");

    public string Model => Path.Combine(Out, "model");

    internal Session Session { get; }

    /// <summary>A path inside the shared folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
