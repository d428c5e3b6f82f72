namespace FineGrain.Cli.Pipeline;

/// <summary>The files of a run; every stage finds the other stages' files here.</summary>
/// <param name="Path">The folder that <c>--out</c> names.</param>
internal sealed record RunFolder(string Path)
{
    /// <summary>A prepared split: train, dev or test.</summary>
    public string Split(string name) => System.IO.Path.Combine(Path, "data", $"{name}.jsonl");

    /// <summary>Everything of one seed.</summary>
    public string Seed(int seed) => System.IO.Path.Combine(Path, $"seed-{seed}");

    /// <summary>The resumable state of one seed's training.</summary>
    public string Checkpoint(int seed) => System.IO.Path.Combine(Seed(seed), "checkpoint", "state.safetensors");

    /// <summary>What each training step did.</summary>
    public string Steps(int seed) => System.IO.Path.Combine(Seed(seed), "steps.jsonl");

    /// <summary>One seed's model folder.</summary>
    public string SeedModel(int seed) => System.IO.Path.Combine(Seed(seed), "model");

    /// <summary>One seed's answers on a split.</summary>
    public string SeedPredictions(int seed, string split) => System.IO.Path.Combine(Seed(seed), $"predictions-{split}.jsonl");

    /// <summary>The best seed's model folder.</summary>
    public string Model => System.IO.Path.Combine(Path, "model");

    /// <summary>The best seed's answers on a split.</summary>
    public string Predictions(string split) => System.IO.Path.Combine(Path, $"predictions-{split}.jsonl");

    /// <summary>All scores of all seeds, and their means.</summary>
    public string Scores => System.IO.Path.Combine(Path, "scores.json");

    /// <summary>The page for people.</summary>
    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>The proven weaknesses of the best seed.</summary>
    public string Findings => System.IO.Path.Combine(Path, Core.FindingsFile.Name);

    /// <summary>Where the seeds are that were trained once more on train and dev together.</summary>
    public RunFolder Refit => new(System.IO.Path.Combine(Path, "refit"));

    /// <summary>Where the models are that the run gives out.</summary>
    /// <param name="refit">Whether the recipe asks for a refit.</param>
    public RunFolder Final(bool refit) => refit ? Refit : this;

    /// <summary>Forgets what an earlier run left, except the prepared data, which are written anew anyway.</summary>
    public void Clear()
    {
        if (!Directory.Exists(Path)) return;
        foreach (var seed in Directory.EnumerateDirectories(Path, "seed-*")) Directory.Delete(seed, recursive: true);
        foreach (var models in (string[])[Model, Refit.Path])
            if (Directory.Exists(models)) Directory.Delete(models, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Path, "predictions-*.jsonl").Concat([Scores, Report, Findings])) File.Delete(file);
    }
}
