using System.Text.Json;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

/// <summary>Aspects from the recipe to the answer: a run on 48 sentences for each target.</summary>
public sealed class AspectRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-aspects-").FullName;

    [Fact]
    public void The_polarity_of_an_asked_aspect_is_trained_and_answered()
    {
        File.WriteAllLines(At("data.txt"), AspectSentences.ThreeLines);
        File.WriteAllText(At("recipe.yaml"), """
            name: tiny-aspects
            task: aspects
            data:
              train: [{path: data.txt, format: three-line}]
              split: {dev: 0.25, test: 0.25}
            tokenizer: {kind: word, max_length: 12, long_texts: windows}
            model:
              family: ensemble
              members:
                - {family: mlp, width: 0, ngrams: {words: 1, buckets: 4096}}
                - {family: rnn, cell: gru, width: 8, hidden: 8, pooling: target, reach: 2}
            training: {epochs: 8, batch_size: 4, threads: 1, optimizer: {learning_rate: 0.02}}
            evaluation: {splits: [dev, test], bootstrap_samples: 100}
            """);
        var run = Session.Run("run", At("recipe.yaml"), "--out", At("out"));
        Assert.True(run.Code == 0, run.Errors);
        Assert.True(Score("accuracy") > 0.9, run.Output);

        var model = Path.Combine(At("out"), "model");
        var session = Session.Run("predict", model, "great room but awful food", "--aspect", "food", "--aspect", "ROOM");
        Assert.True(session.Code == 0, session.Errors);
        var answers = Answers(session.Output);
        Assert.Equal([("1#1", "room", "positive"), ("1#2", "food", "negative")], answers.Select(a => (a.Id, a.Spans![0].Slice(a.Text), a.Spans[0].Label)));
        Assert.Equal(["positive"], answers[0].Labels);
        Assert.False(ModelFolder.Open(model).Manifest.Encoding.Windows); // each aspect has its own

        File.WriteAllText(At("in.jsonl"), """{"text":"great room but awful food","aspects":[{"start":6,"end":10},{"start":21,"end":25,"polarity":"negative"}]}""");
        var file = Answers(Session.Run("predict", model, "--input", At("in.jsonl")).Output);
        Assert.Equal(["positive", "negative"], file.Select(a => a.Labels[0]));
        Assert.Equal([null, "negative"], file.Select(a => a.Gold?[0]));

        File.WriteAllLines(At("rows.jsonl"), ["""{"text":"great room"}""", """{"text":"great room","aspects":[{"start":6,"end":10}]}""", """{"text":"awful food","aspects":[{"start":6,"end":99}]}"""]);
        var rows = Session.Run("predict", model, "--input", At("rows.jsonl"));
        Assert.Equal(1, rows.Code);
        Assert.StartsWith($"{At("rows.jsonl")}:1: names no aspect to judge", rows.Errors, StringComparison.Ordinal);
        Assert.Contains($"\n{At("rows.jsonl")}:3: span [6, 99)", rows.Errors, StringComparison.Ordinal);
        Assert.Equal("positive", Assert.Single(Answers(rows.Output)).Labels[0]);
        Assert.Contains("does not stand in the text", Session.Run("predict", model, "great room", "--aspect", "food").Errors, StringComparison.Ordinal);
        Assert.Contains("names no aspect to judge", Session.Run("predict", model, "great room").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Aspects_and_their_polarities_are_marked_at_once()
    {
        File.WriteAllLines(At("data.txt"), AspectSentences.ThreeLines);
        File.WriteAllText(At("recipe.yaml"), """
            name: tiny-both
            task: spans
            data:
              train: [{path: data.txt, format: three-line}]
              split: {dev: 0.25, test: 0.25}
            tokenizer: {kind: word, special_tokens: false, max_length: 12}
            spans: {head: crf, layer: aspects}
            model: {family: rnn, cell: gru, width: 12, hidden: 12}
            training: {epochs: 20, batch_size: 4, threads: 1, optimizer: {learning_rate: 0.02}}
            evaluation: {splits: [dev, test], bootstrap_samples: 100}
            """);
        var run = Session.Run("run", At("recipe.yaml"), "--out", At("out"));
        Assert.True(run.Code == 0, run.Errors);
        Assert.True(Score("span-f1") > 0.9, run.Output);
        var answer = Answers(Session.Run("predict", Path.Combine(At("out"), "model"), "great room but  awful food").Output)[0];
        Assert.Equal(["room positive", "food negative"], answer.Spans!.Select(s => $"{s.Slice(answer.Text)} {s.Label}"));
    }

    [Fact]
    public void The_asked_aspect_can_be_the_second_text()
    {
        // Every text holds a good thing and a bad one, so only the asked term tells which is meant.
        string[] fillers = ["we saw", "this is", "here was", "they had", "look at", "so much for"];
        File.WriteAllLines(At("data.txt"), fillers.SelectMany(f => ((string[])["room", "staff"]).SelectMany(g => ((string[])["food", "view"]).SelectMany(b =>
            (string[])[$"{f} $T$ and {b}", g, "positive", $"{f} {g} and $T$", b, "negative"]))));
        File.WriteAllText(At("recipe.yaml"), """
            name: tiny-pair
            task: aspects
            data:
              train: [{path: data.txt, format: three-line}]
              split: {dev: 0.25, test: 0.25}
            tokenizer: {kind: word, max_length: 12}
            aspects: {encoding: pair, clause_words: 0, near_tokens: 0}
            model: {family: rnn, cell: gru, width: 8, hidden: 8}
            training: {epochs: 12, batch_size: 4, threads: 1, optimizer: {learning_rate: 0.03}}
            evaluation: {splits: [dev, test], bootstrap_samples: 100}
            """);
        var run = Session.Run("run", At("recipe.yaml"), "--out", At("out"));
        Assert.True(run.Code == 0, run.Errors);
        Assert.True(Score("accuracy") > 0.9, run.Output);
        var answers = Answers(Session.Run("predict", Path.Combine(At("out"), "model"), "we saw view and staff", "--aspect", "staff", "--aspect", "view").Output);
        Assert.Equal([("view", "negative"), ("staff", "positive")], answers.Select(a => (a.Spans![0].Slice(a.Text), a.Labels.Single())));
    }

    [Fact]
    public void Triplets_are_trained_and_answered()
    {
        File.WriteAllLines(At("data.aste"), AspectSentences.Triplets);
        File.WriteAllText(At("recipe.yaml"), """
            name: tiny-triplets
            task: aspects
            target: triplets
            data:
              train: [{path: data.aste, format: aste, joiner: space}]
              split: {dev: 0.25, test: 0.25}
            tokenizer: {kind: word, max_length: 12}
            spans: {width: 12}
            model: {family: rnn, cell: gru, width: 12, hidden: 12}
            training: {epochs: 15, batch_size: 4, threads: 1, optimizer: {learning_rate: 0.02}}
            evaluation: {splits: [dev, test], bootstrap_samples: 100}
            """);
        var run = Session.Run("run", At("recipe.yaml"), "--out", At("out"));
        Assert.True(run.Code == 0, run.Errors);
        Assert.True(Score("triplet-f1") > 0.8, run.Output);
        var answer = Answers(Session.Run("predict", Path.Combine(At("out"), "model"), "the room is great").Output)[0];
        Assert.Equal([new Triplet(new(4, 8, "POS"), new(12, 17, "opinion"))], answer.Triplets);
        Assert.True(ModelFolder.Open(Path.Combine(At("out"), "model")).Manifest.Encoding.Windows);
    }

    [Fact]
    public void Categories_are_trained_and_answered()
    {
        File.WriteAllLines(At("data.jsonl"), AspectSentences.Categories);
        File.WriteAllText(At("recipe.yaml"), """
            name: tiny-categories
            task: aspects
            target: categories
            data:
              train: [{path: data.jsonl}]
              split: {dev: 0.25, test: 0.25}
            tokenizer: {kind: word, max_length: 12}
            model: {family: mlp, width: 0, ngrams: {words: 2, buckets: 4096}}
            training: {epochs: 20, batch_size: 4, threads: 1, optimizer: {learning_rate: 0.05}}
            evaluation: {splits: [dev, test], bootstrap_samples: 100}
            """);
        var run = Session.Run("run", At("recipe.yaml"), "--out", At("out"));
        Assert.True(run.Code == 0, run.Errors);
        Assert.True(Score("accuracy") > 0.85, run.Output); // macro-F1 also asks for polarities that a split of so few texts may lack
        var answer = Answers(Session.Run("predict", Path.Combine(At("out"), "model"), "great room").Output)[0];
        Assert.StartsWith("room=", Assert.Single(answer.Labels), StringComparison.Ordinal); // the room is judged, and nothing else is
        Assert.True(answer.Probabilities["room=positive"] + answer.Probabilities["room=negative"] <= 1 + 1e-9);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private double Score(string metric)
    {
        using var scores = JsonDocument.Parse(File.ReadAllText(Path.Combine(At("out"), "scores.json")));
        var all = scores.RootElement.ValueKind == JsonValueKind.Array ? scores.RootElement : scores.RootElement.GetProperty("scores");
        return all.EnumerateArray().First(s => s.GetProperty("metric").GetString() == metric && s.GetProperty("split").GetString() == "test").GetProperty("value").GetDouble();
    }

    private static Prediction[] Answers(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, CoreJson.Line.Prediction)!)];

    private string At(string name) => Path.Combine(folder, name);
}
