using System.Text.Json.Nodes;
using FineGrain.Cli.Pipeline;
using FineGrain.Core;
using FineGrain.Models.Vectors;

namespace FineGrain.Cli.Tests;

/// <summary>A recipe goes on from the network of another one.</summary>
public sealed class EarlierTaskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-earlier-").FullName;
    private readonly string name = $"earlier-{Guid.NewGuid():N}"; // no test run before left it in the cache

    public EarlierTaskTests()
    {
        string[] good = ["good", "great", "lovely"], bad = ["bad", "awful", "dull"], things = ["film", "room", "meal", "book", "phone", "song"];
        File.WriteAllLines(At("earlier.csv"), ["text,label", .. things.SelectMany(t => good.Select(g => $"a {g} {t},positive").Concat(bad.Select(b => $"this {b} {t},negative")))]);
        // "lovely" and "dull" stand in no training text of the later task, and one text of its dev in the earlier one's.
        File.WriteAllLines(At("later.csv"), ["text,label", .. things.SelectMany(t => (string[])[$"we like a good {t},yes", $"we like a great {t},yes", $"we hate a bad {t},no", $"we hate an awful {t},no"])]);
        File.WriteAllLines(At("dev.csv"), ["text,label", "A good film!,yes", "we like the lovely book,yes", "we hate the dull book,no"]);
        File.WriteAllText(At("earlier.yaml"), """
            name: NAME
            data: {train: [{path: earlier.csv}], split: {dev: 0.25}}
            tokenizer: {kind: word, max_length: 8}
            model: {family: rnn, width: 12, hidden: 10}
            training: {seeds: [1, 2], epochs: 3, batch_size: 8, threads: 1}
            """.Replace("NAME", name, StringComparison.Ordinal));
        File.WriteAllText(At("later.yaml"), """
            name: later
            data: {train: [{path: later.csv}], dev: [{path: dev.csv}]}
            tokenizer: {kind: word, max_length: 8, extra_from_vectors: true}
            model: {family: rnn, width: 12, hidden: 10, encoder: earlier.yaml}
            training: {seeds: [1], epochs: 1, batch_size: 8, threads: 1}
            evaluation: {splits: [dev], bootstrap_samples: 100}
            """);
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        foreach (var trained in Trained()) Directory.Delete(trained, recursive: true);
    }

    [Fact]
    public void A_recipe_that_another_starts_from_is_trained_once()
    {
        var first = Session.Run("run", At("later.yaml"), "--out", At("run"));
        Assert.True(first.Code == 0, first.Errors);
        Assert.Contains("is trained once, into", first.Output, StringComparison.Ordinal);
        Assert.Matches("vectors earlier.yaml: [0-9]+ of [0-9]+ tokens as they stand", first.Output);
        var tokens = JsonNode.Parse(File.ReadAllText(Path.Combine(At("run"), "model", "tokenizer.json")))!["model"]!["vocab"]!.AsObject();
        Assert.Contains("lovely", tokens.Select(t => t.Key));
        Assert.Contains("The network began from earlier.yaml: what those learned from is in it", File.ReadAllText(Path.Combine(At("run"), "model", "MODEL_CARD.md")), StringComparison.Ordinal);
        Assert.Contains("dev-clean", first.Output, StringComparison.Ordinal); // "A good film!" is known from the earlier task, whichever split it is in now

        Assert.DoesNotContain("is trained once", Session.Run("run", At("later.yaml"), "--out", At("run")).Output, StringComparison.Ordinal);
        Assert.Single(Trained());
        File.WriteAllText(At("earlier.yaml"), Like("earlier.yaml", "epochs: 3", "epochs: 2"));
        Assert.Contains("is trained once", Session.Run("run", At("later.yaml"), "--out", At("run")).Output, StringComparison.Ordinal);
        Assert.Equal(2, Trained().Length);
    }

    [Fact]
    public void A_training_that_was_stopped_goes_on()
    {
        var stopped = Session.RunStoppedAt("seed 1", "run", At("later.yaml"), "--out", At("run"));
        Assert.Equal(130, stopped.Code);
        Assert.Contains("goes on", stopped.Errors, StringComparison.Ordinal);
        var resumed = Session.Run("run", At("later.yaml"), "--out", At("run"));
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Contains("goes on after step", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_folder_serves_as_well_as_encoder_and_as_vectors()
    {
        Assert.Equal(0, Session.Run("train", At("earlier.yaml"), "--out", At("earlier")).Code);
        var encoder = Session.Run("run", At("later.yaml"), "--set", "model.encoder=earlier/model", "--out", At("run"));
        Assert.True(encoder.Code == 0, encoder.Errors);
        var vectors = Session.Run("run", At("later.yaml"), "--set", "model={family: cnn, width: 12, windows: [2], filters: 4, vectors: earlier/model}", "--out", At("run"));
        Assert.True(vectors.Code == 0, vectors.Errors);
        Assert.Empty(Trained());
        Assert.StartsWith("film: ", Session.Run("near", Path.Combine(At("earlier"), "model"), "film", "-n", "2").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_refit_every_word_starts_from_its_own_vector()
    {
        Assert.Equal(0, Session.Run("train", At("earlier.yaml"), "--out", At("earlier")).Code);
        // Dev brings "lovely" and "dull", so the tokens of the refit have other ids than those before it.
        var run = Session.Run("train", At("later.yaml"), "--set", "model={family: cnn, width: 12, windows: [2], filters: 4, vectors: earlier/model, vectors_freeze: true}",
            "--set", "tokenizer.extra_from_vectors=false", "--set", "training.refit=true", "--out", At("run"));
        Assert.True(run.Code == 0, run.Errors);
        var (earlier, refit) = (ModelVectors.Vectors(Path.Combine(At("earlier"), "model")), ModelVectors.Vectors(Path.Combine(At("run"), "model")));
        foreach (var word in (string[])["good", "bad", "film", "song", "lovely", "dull"])
        {
            float[] before = new float[12], now = new float[12];
            Assert.Equal((VectorOrigin.Word, VectorOrigin.Word), (earlier.Find(word, before), refit.Find(word, now)));
            Assert.Equal(1, Cosine(before, now), 1e-5); // all are scaled by one factor
        }

        static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));
    }

    [Fact]
    public void What_cannot_be_started_from_is_refused_before_anything_is_trained()
    {
        string Errors(params string[] settings) => Session.Run(["run", At("later.yaml"), "--out", At("run"), .. settings]).Errors;
        File.WriteAllText(At("one.yaml"), Like("later.yaml", "encoder: earlier.yaml", "encoder: two.yaml"));
        File.WriteAllText(At("two.yaml"), Like("later.yaml", "encoder: earlier.yaml", "encoder: one.yaml"));
        Assert.Contains("one.yaml: nothing can start from itself", Errors("--set", "model.encoder=one.yaml"), StringComparison.Ordinal);
        File.WriteAllText(At("both.yaml"), Like("earlier.yaml", "{family: rnn, width: 12, hidden: 10}", "{family: ensemble, members: [{family: rnn}, {family: cnn}]}"));
        Assert.Contains("another recipe can go on from mlp, cnn, rnn or transformer", Errors("--set", "model.encoder=both.yaml"), StringComparison.Ordinal);
        Assert.Contains("name the folder 'model' of a finished run", Errors("--set", "model.encoder=."), StringComparison.Ordinal);
        Assert.Empty(Trained());
    }

    /// <summary>The text of a file with something else in it.</summary>
    private string Like(string file, string from, string to) => File.ReadAllText(At(file)).Replace(from, to, StringComparison.Ordinal);

    private string[] Trained() => Directory.Exists(Path.Combine(CacheFolder.Find(), "models")) ? Directory.GetDirectories(Path.Combine(CacheFolder.Find(), "models"), $"{name}-*") : [];

    private string At(string file) => Path.Combine(folder, file);
}
