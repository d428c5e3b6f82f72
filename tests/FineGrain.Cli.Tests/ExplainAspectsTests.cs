using System.Text.Json;
using FineGrain.Analysis.Explaining;
using FineGrain.Data.Aspects;
using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

/// <summary>Explaining the judgement of an asked aspect, and of found triplets; each on a model of 72 sentences.</summary>
public sealed class ExplainAspectsTests : IDisposable
{
    private const string Text = "great room but awful food";
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-explain-aspects-").FullName;

    [Theory]
    [InlineData("marked")]
    [InlineData("pair")]
    public void Two_aspects_of_one_text_get_explanations_of_their_own(string encoding)
    {
        var model = Judge(encoding);
        var session = Session.Run("explain", model, Text, "--aspect", "food", "--aspect", "ROOM", "--method", "integrated", "occlusion", "--json", At("why.jsonl"), "--neighbours", At("out/data/train.jsonl"));
        Assert.True(session.Code == 0, session.Errors);
        var found = Explanations();
        Assert.Equal([("1#1", "room"), ("1#1", "room"), ("1#2", "food"), ("1#2", "food")], found.Select(e => (e.Id, e.Aspect!)));
        Assert.All(found, e => Assert.Equal(["great", "room", "but", "awful", "food"], e.Words.Select(w => Text[w.Start..w.End])));
        foreach (var method in found.GroupBy(e => e.Method)) Assert.NotEqual(method.First().Words.Select(w => w.Weight), method.Last().Words.Select(w => w.Weight));
        foreach (var e in found.Where(e => e.Method == "integrated")) Assert.True(e.Completeness!.Error <= 0.01, $"{e.Completeness}");
        foreach (var e in found.Where(e => e.Method == "occlusion")) Assert.Equal(0, e.Words.Single(w => Text[w.Start..w.End] == e.Aspect).Weight); // its own words are never erased
        Assert.All(found, e => Assert.Equal(5, e.Neighbours!.Count));

        // An erased word before the aspect moves its place: the same answer as for a text that was written so.
        using var predictor = Predictor.Open(model);
        var room = found.Single(e => e is { Aspect: "room", Method: "occlusion" });
        var without = predictor.Predict([AspectSearch.Place(new() { Id = "x", Text = " room but awful food" }, ["room"])], TestContext.Current.CancellationToken).Single();
        Assert.Equal(room.Probability - without.Probabilities[room.Output], room.Words[0].Weight, 1e-6);
    }

    [Fact]
    public void A_file_gives_one_explanation_an_aspect_and_a_text_without_one_is_refused()
    {
        var model = Judge("marked");
        File.WriteAllText(At("in.jsonl"), $$"""{"id":"a","text":"{{Text}}","aspects":[{"start":6,"end":10},{"start":21,"end":25,"polarity":"negative"}]}""");
        var session = Session.Run("explain", model, "--input", At("in.jsonl"), "--id-column", "id", "--method", "gradient", "--json", At("why.jsonl"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Equal([("a#1", "room"), ("a#2", "food")], Explanations().Select(e => (e.Id, e.Aspect!)));
        Assert.Contains("names no aspect to judge", Session.Run("explain", model, Text).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Triplets_are_explained_by_occlusion_and_other_methods_say_so()
    {
        File.WriteAllLines(At("data.aste"), AspectSentences.Triplets);
        var model = Train("target: triplets", "{path: data.aste, format: aste, joiner: space}", "spans: {width: 12}", "{family: rnn, cell: gru, width: 12, hidden: 12}", epochs: 15);
        var session = Session.Run("explain", model, "the room is great", "--json", At("why.jsonl"));
        Assert.True(session.Code == 0, session.Errors);
        var e = Assert.Single(Explanations());
        Assert.Equal(("POS[4, 8)+[12, 17)", "occlusion"), (e.Output, e.Method));
        Assert.Equal((1, 1), (e.Words[1].Weight, e.Words[3].Weight)); // without the aspect or the opinion nothing is left of it
        Assert.Contains("“room” · “great”", session.Output, StringComparison.Ordinal);
        Assert.Contains("Use 'occlusion' for a triplet", Session.Run("explain", model, "the room is great", "--method", "gradient").Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Judge(string encoding)
    {
        File.WriteAllLines(At("data.txt"), AspectSentences.ThreeLines);
        return Train($"aspects: {{encoding: {encoding}}}", "{path: data.txt, format: three-line}", "", encoding == "pair" ? "{family: transformer, width: 12, layers: 1, heads: 3, inner: 24}" : "{family: rnn, cell: gru, width: 8, hidden: 8, pooling: target, reach: 2}", epochs: 6);
    }

    private string Train(string task, string source, string head, string model, int epochs)
    {
        File.WriteAllText(At("recipe.yaml"), $$"""
            name: tiny-aspects
            task: aspects
            {{task}}
            data:
              train: [{{source}}]
              split: {dev: 0.25, test: 0.25}
            tokenizer: {kind: word, max_length: 16}
            {{head}}
            model: {{model}}
            training: {epochs: {{epochs}}, batch_size: 4, threads: 1, optimizer: {learning_rate: 0.02} }
            evaluation: {splits: [dev], bootstrap_samples: 100}
            """);
        var run = Session.Run("run", At("recipe.yaml"), "--out", At("out"));
        Assert.True(run.Code == 0, run.Errors);
        return Path.Combine(At("out"), "model");
    }

    private List<Explanation> Explanations() => [.. File.ReadLines(At("why.jsonl")).Select(l => JsonSerializer.Deserialize(l, ExplanationJson.Lines.Explanation)!)];

    private string At(string name) => Path.Combine(folder, name);
}
