using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Data.Recipes;
using FineGrain.Models.Vectors;

namespace FineGrain.Cli.Tests;

public sealed class PretrainVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-pretrain-").FullName;

    public PretrainVerbTests()
    {
        var random = new Random(3);
        string[] good = ["good", "great", "lovely", "fine"], bad = ["bad", "awful", "poor", "dull"], things = ["film", "room", "meal", "book", "phone", "song"];
        string Pick(string[] of) => of[random.Next(of.Length)];
        string Sentence() => random.Next(2) == 0 ? $"a {Pick(good)} {Pick(things)} that we like, really {Pick(good)}" : $"this {Pick(bad)} {Pick(things)} is not what we want: {Pick(bad)}";
        File.WriteAllLines(At("texts.txt"), Enumerable.Range(0, 3000).Select(i => $"{Sentence()} {i}"));
        File.WriteAllLines(At("test.txt"), ["The lovely film.", "Held Out"]);
        File.AppendAllLines(At("texts.txt"), ["held out!"]);
        File.WriteAllText(At("vectors.yaml"), """
            name: tiny-vectors
            objective: vectors
            sources: [{path: texts.txt, format: text}]
            held_out: [{path: test.txt, format: text}]
            tokenizer: {kind: word, min_frequency: 5}
            vectors: {width: 12, window: 3, epochs: 3, subsample: 0, max_ngram: 4, buckets: 200, learning_rate: 0.3}
            """);
        File.WriteAllText(At("encoder.yaml"), """
            name: tiny-encoder
            objective: masked-tokens
            sources: [{path: texts.txt, format: text}]
            held_out: [{path: test.txt, format: text}]
            tokenizer: {kind: word, min_frequency: 5, special_tokens: false}
            model: {family: rnn, width: 12, hidden: 10, vectors: vectors.yaml}
            masking: {length: 16, negatives: 10}
            training: {epochs: 2, batch_size: 100, threads: 1}
            """);
        // "lovely" and "dull" stand in no training text of the classifier.
        File.WriteAllLines(At("data.csv"), ["text,label", .. things.SelectMany(t => (string[])[$"a good {t},positive", $"a great {t},positive", $"a bad {t},negative", $"an awful {t},negative"])]);
        File.WriteAllText(At("run.yaml"), """
            name: tiny
            data: {train: [{path: data.csv}], split: {dev: 0.25}}
            tokenizer: {kind: word, max_length: 8, extra_from_vectors: true}
            model: {family: cnn, width: 12, windows: [2], filters: 4, vectors: vectors.yaml, vectors_freeze: true}
            training: {seeds: [1], epochs: 1, batch_size: 8, threads: 1}
            evaluation: {splits: [dev], bootstrap_samples: 100}
            """);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_pretraining_leaves_vectors_a_tokenizer_and_a_manifest_and_says_what_it_left_out()
    {
        var session = Session.Run("pretrain", At("vectors.yaml"), "--out", At("out"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("source  texts.txt: 3,000 of 3,001 texts, 1 held out", session.Output, StringComparison.Ordinal);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(At("out"), "pretrain.json")))!;
        Assert.Equal(("tiny-vectors", 3000, 1), ((string?)manifest["name"], (int)manifest["texts"]!, (int)manifest["held_out"]!));
        Assert.True(File.Exists(Path.Combine(At("out"), "tokenizer.json")));
        Assert.False(Directory.Exists(Path.Combine(At("out"), "checkpoint")));
        var near = Session.Run("near", At("out"), "good", "-n", "3");
        Assert.Equal(0, near.Code);
        Assert.Matches("^good: (great|lovely|fine) ", near.Output);
    }

    [Fact]
    public void A_stopped_pretraining_goes_on_to_the_same_bytes()
    {
        Session.Run("pretrain", At("vectors.yaml"), "--out", At("whole"));
        var stopped = Session.RunStoppedAt("data  ", "pretrain", At("vectors.yaml"), "--out", At("out"));
        Assert.Equal(130, stopped.Code);
        Assert.Contains("--resume", stopped.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(At("out"), VectorsFile.Name)));
        Assert.Equal(0, Session.Run("pretrain", At("vectors.yaml"), "--out", At("out"), "--resume").Code);
        foreach (var file in (string[])[VectorsFile.Name, "tokenizer.json", "pretrain.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(At("whole"), file)), File.ReadAllBytes(Path.Combine(At("out"), file)));
    }

    [Fact]
    public void An_encoder_learns_from_vectors_on_and_a_run_starts_from_it()
    {
        Assert.Equal(0, Session.Run("pretrain", At("vectors.yaml"), "--out", At("v")).Code);
        var session = Session.Run("pretrain", At("encoder.yaml"), "--set", "model.vectors=v", "--out", At("e"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Matches("dev perplexity [0-9.]+", session.Output);
        Assert.Contains("model: {encoder: ", session.Output, StringComparison.Ordinal);
        Assert.InRange((double)JsonNode.Parse(File.ReadAllText(Path.Combine(At("e"), "pretrain.json")))!["loss"]!, 0.1, Math.Log(40)); // of 40 words, drawn alike
        Assert.Equal(0, Session.Run("near", At("e"), "good", "-n", "3").Code);

        string[] start = ["run", At("run.yaml"), "--set", "model={family: rnn, width: 12, hidden: 10, encoder: e}"];
        var run = Session.Run([.. start, "--out", At("run")]);
        Assert.True(run.Code == 0, run.Errors);
        Assert.Matches("vectors e: [0-9]+ of [0-9]+ tokens as they stand", run.Output);
        Assert.Contains("holds vectors and no encoder", Session.Run([.. start, "--set", "model.encoder=v", "--out", At("run2")]).Errors, StringComparison.Ordinal);
        Assert.Contains("the encoder of 'e' has another shape", Session.Run([.. start, "--set", "model.hidden=11", "--out", At("run2")]).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_encoder_goes_on_to_the_same_bytes()
    {
        string[] pretrain = ["pretrain", At("encoder.yaml"), "--set", "model.vectors=''", "--out"];
        Assert.Equal(0, Session.Run([.. pretrain, At("whole")]).Code);
        var stopped = Session.RunStoppedAt("dev perplexity", [.. pretrain, At("out")]);
        Assert.Equal(130, stopped.Code);
        Assert.False(File.Exists(Path.Combine(At("out"), VectorsFile.Name)));
        var resumed = Session.Run([.. pretrain, At("out"), "--resume"]);
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Contains("goes on after step", resumed.Output, StringComparison.Ordinal);
        foreach (var file in (string[])[VectorsFile.Name, "tokenizer.json", "pretrain.json", "encoder/model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(At("whole"), file)), File.ReadAllBytes(Path.Combine(At("out"), file)));
    }

    [Fact]
    public void A_run_starts_from_a_folder_and_takes_words_that_training_lacks()
    {
        Assert.Equal(0, Session.Run("pretrain", At("vectors.yaml"), "--out", At("out")).Code);
        var session = Session.Run("run", At("run.yaml"), "--set", "model.vectors=out", "--out", At("run"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Matches("vectors out: [0-9]+ of [0-9]+ tokens as they stand", session.Output);
        var tokens = JsonNode.Parse(File.ReadAllText(Path.Combine(At("run"), "model", "tokenizer.json")))!["model"]!["vocab"]!.AsObject();
        Assert.Contains("lovely", tokens.Select(t => t.Key));
    }

    [Fact]
    public void A_run_pretrains_first_what_the_cache_lacks()
    {
        File.AppendAllLines(At("texts.txt"), [Guid.NewGuid().ToString()]); // a hash that no earlier test run left in the cache
        var cached = Path.Combine(CacheFolder.Find(), "vectors", $"tiny-vectors-{RecipeHash.Of(YamlRecipe.LoadPretrain(At("vectors.yaml")).Recipe, folder)[..16]}");
        try
        {
            var first = Session.Run("run", At("run.yaml"), "--out", At("run"));
            Assert.True(first.Code == 0, first.Errors);
            Assert.Contains("are not in the cache yet", first.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(cached, VectorsFile.Name)));
            var second = Session.Run("run", At("run.yaml"), "--out", At("run"));
            Assert.Equal(0, second.Code);
            Assert.DoesNotContain("are not in the cache yet", second.Output, StringComparison.Ordinal);
        }
        finally
        {
            if (Directory.Exists(cached)) Directory.Delete(cached, recursive: true);
        }
    }

    [Fact]
    public void What_is_no_vectors_is_refused_with_the_way_to_make_them()
    {
        Directory.CreateDirectory(At("empty"));
        Assert.Contains("holds no finished pretraining", Session.Run("run", At("run.yaml"), "--set", "model.vectors=empty", "--out", At("x")).Errors, StringComparison.Ordinal);
        Assert.Contains("neither a folder of 'finegrain pretrain', nor a model folder, nor a recipe", Session.Run("run", At("run.yaml"), "--set", "model.vectors=gone", "--out", At("x")).Errors, StringComparison.Ordinal);
        Assert.Contains("Run it with 'finegrain pretrain", Session.Run("run", At("vectors.yaml")).Errors, StringComparison.Ordinal);
        Assert.Contains("the key 'objective' is missing", Session.Run("pretrain", At("run.yaml")).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pretrain-en.yaml")]
    [InlineData("pretrain-zh.yaml")]
    [InlineData("pretrain-encoder-en.yaml")]
    [InlineData("pretrain-encoder-zh.yaml")]
    public void The_recipes_of_the_project_are_accepted_and_shown(string name)
    {
        var session = Session.Run("show", SourceTree.Recipe(name));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains(name.Contains("encoder", StringComparison.Ordinal) ? "\nmasking:  # " : "\nvectors:  # ", session.Output, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(folder, name);
}
