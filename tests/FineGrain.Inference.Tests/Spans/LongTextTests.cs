using System.Text;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Inference.Tests.Spans;

/// <summary>Real predictors on texts that are longer than their networks read.</summary>
public sealed class LongTextTests : IDisposable
{
    private static readonly string[] Categories = ["price=good", "price=bad", "food=good", "food=bad"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_text_of_100_000_characters_has_the_spans_of_its_sentences()
    {
        var random = new Random(5);
        string[] words = ["good", "bad", "very", "film", "the", "is", "this"];
        var sentences = Enumerable.Range(0, 2_000).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(3, 20)).Select(_ => words[random.Next(words.Length)])) + " . ").ToList();
        using var predictor = Open(LocalModel.Spans(folder["model"], windows: true));

        var (text, parts) = Joined(predictor, sentences);
        Assert.InRange(text.Length, 99_000, 120_000);
        var expected = parts.SelectMany(p => p.Answer.Spans!.Select(s => s with { Start = s.Start + p.Start, End = s.End + p.Start })).ToList();
        var found = predictor.Predict(text).Spans!;

        Assert.True(expected.Count > 2_000);
        Assert.Equal(expected.Select(s => (s.Start, s.End, s.Label)), found.Select(s => (s.Start, s.End, s.Label)));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5));
    }

    [Fact]
    public void A_text_of_100_000_characters_has_the_triplets_of_its_sentences()
    {
        // What the network could join across sentences stands farther apart than a window reaches.
        var rest = string.Concat(Enumerable.Repeat(" this", 80)) + " ";
        var sentences = Enumerable.Range(0, 240).Select(i => Gap(i % 8) is var gap && i % 5 == 0 ? $"film{gap} good" : i % 5 == 1 ? $"bad{gap} film film" : i % 5 == 2 ? "very" : i % 5 == 3 ? $"film{gap} bad very" : $"very very good{gap} film").ToList();
        using var predictor = Open(LocalModel.Triplets(folder["model"], windows: true));

        var (text, parts) = Joined(predictor, sentences, rest);
        Assert.InRange(text.Length, 95_000, 120_000);
        var expected = parts.SelectMany(p => p.Answer.Triplets!.Select(t => new Triplet(t.HasAspect ? Moved(t.Aspect, p.Start) : t.Aspect, Moved(t.Opinion, p.Start))))
            .OrderBy(t => t.Aspect.Start).ThenBy(t => t.Aspect.End).ThenBy(t => t.Opinion.Start).ToList();

        Assert.True(expected.Count(t => t.HasAspect) > 150);
        Assert.True(expected.Count(t => !t.HasAspect) > 40);
        Assert.Equal(expected, predictor.Predict(text).Triplets);

        static string Gap(int words) => string.Concat(Enumerable.Repeat(" is", words));
    }

    [Fact]
    public void Triplets_behind_max_length_are_lost_without_windows()
    {
        var text = string.Concat(Enumerable.Repeat("this ", 100)) + "film is good";
        Assert.Empty(Open(LocalModel.Triplets(folder["without"], windows: false)).Predict(text).Triplets!);
        Assert.Equal([new Triplet(new(500, 504, "POS"), new(508, 512, "opinion"))], Open(LocalModel.Triplets(folder["with"], windows: true)).Predict(text).Triplets);
    }

    [Theory, InlineData("label"), InlineData("labels"), InlineData("number"), InlineData("categories"), InlineData("spans"), InlineData("triplets")]
    public void One_window_equals_no_window(string target)
    {
        using var with = Open(Folder(target, windows: true));
        using var without = Open(Folder(target, windows: false));
        var words = string.Join(' ', Enumerable.Range(0, LocalModel.MaxLength - 2).Select(i => TinyModel.Words[i % 7]));
        foreach (var text in (string[])["", "film", "this film is very good", words, $"good film{new string(' ', 70_000)}very bad film"])
        {
            Assert.Equal(Line(without.Predict(text)), Line(with.Predict(text)));
            Assert.Equal(Line(without.Predict([new() { Id = "1", Text = text }]).Single()), Line(with.Predict([new() { Id = "1", Text = text }]).Single()));
        }
    }

    [Theory, InlineData("label"), InlineData("labels"), InlineData("categories")]
    public void The_answer_to_a_long_text_is_merged_from_those_to_its_parts(string target)
    {
        var random = new Random(11);
        var text = string.Join(' ', Enumerable.Range(0, 400).Select(_ => TinyModel.Words[random.Next(TinyModel.Words.Length)]));
        var model = Folder(target, windows: true);
        using var predictor = Open(model);
        var windows = new ExampleEncoder(Tokenizer.Load(model.FolderPath), model.Manifest.Encoding).Windows(text).ToList();
        Assert.True(windows.Count > 5);
        var parts = windows.Select(w => (Answer: Values(predictor.Predict(text[w.Start..w.End])), w.Tokens)).ToList();

        double[] expected = target switch
        {
            "labels" => [.. Enumerable.Range(0, Categories.Length).Select(k => parts.Max(p => p.Answer[k]))],
            "categories" => [.. parts.MaxBy(p => p.Answer[0] + p.Answer[1]).Answer[..2], .. parts.MaxBy(p => p.Answer[2] + p.Answer[3]).Answer[2..]],
            _ => Normalised([.. Enumerable.Range(0, Categories.Length).Select(k => Math.Exp(parts.Sum(p => p.Tokens * Math.Log(p.Answer[k])) / parts.Sum(p => p.Tokens)))]),
        };
        Assert.Equal(expected, Values(predictor.Predict(text)), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory, InlineData("located"), InlineData("pair")]
    public void Each_asked_aspect_of_a_long_text_is_answered_in_the_window_around_it(string encoding)
    {
        var text = $"film {Repeated("good", 200)}film{Repeated(" bad", 200)}";
        Span near = new(0, 4, ""), far = new(text.LastIndexOf("film", StringComparison.Ordinal), text.LastIndexOf("film", StringComparison.Ordinal) + 4, "");
        var manifest = TinyModel.Manifest("label", "negative", "positive");
        manifest = manifest with { Task = "aspects", Encoding = manifest.Encoding with { Windows = true, Aspects = new AspectRecipe { Encoding = encoding } } };
        using var predictor = Open(TinyModel.Write(folder["model"], manifest, selfTests: false));

        var encoded = predictor.Encode(text, aspect: far);
        Assert.Equal(manifest.Encoding.MaxLength, encoded.Ids.Length);
        Assert.Contains(new Offset(far.Start, far.End), encoded.Offsets);
        Assert.Contains(new Offset(far.End + 1, far.End + 4), encoded.Offsets); // and what follows it
        Example asked = new() { Id = "1", Text = text, Aspects = [near, far] };
        var answers = predictor.Predict([asked]).ToList();
        Assert.Equal([near.Start, far.Start], answers.Select(a => a.Spans![0].Start));
        Assert.NotEqual(Values(answers[0])[0], Values(answers[1])[0], 1e-3);

        static string Repeated(string word, int times) => string.Concat(Enumerable.Repeat(word + (word[0] == ' ' ? "" : " "), times));
    }

    private ModelFolder Folder(string target, bool windows)
    {
        var path = folder[$"{target}-{windows}"];
        if (target == "spans") return LocalModel.Spans(path, windows);
        if (target == "triplets") return LocalModel.Triplets(path, windows);
        var manifest = TinyModel.Manifest(target, target == "number" ? [] : Categories);
        return TinyModel.Write(path, manifest with { Task = target == "categories" ? "aspects" : "classify", Encoding = manifest.Encoding with { Windows = windows } }, selfTests: false);
    }

    private static Predictor Open(ModelFolder model) => Predictor.Open(model.FolderPath, new() { Threads = 1, Spinning = false });

    /// <summary>One text of all sentences, and each alone with its place in it and its answer.</summary>
    private static (string Text, List<(int Start, Prediction Answer)> Parts) Joined(Predictor predictor, List<string> sentences, string between = "")
    {
        var (text, starts) = (new StringBuilder(), new List<int>());
        foreach (var sentence in sentences)
        {
            starts.Add(text.Length);
            text.Append(sentence).Append(between);
        }
        var answers = predictor.Predict(sentences.Select((s, i) => new Example { Id = $"{i}", Text = s }));
        return (text.ToString(), [.. starts.Zip(answers)]);
    }

    private static Span Moved(Span span, int by) => span with { Start = span.Start + by, End = span.End + by };

    private static double[] Values(Prediction prediction) => [.. prediction.Probabilities!.Values];

    private static double[] Normalised(double[] values) => [.. values.Select(v => v / values.Sum())];

    private static string Line(Prediction prediction) => JsonSerializer.Serialize(prediction, CoreJson.Line.Prediction);
}
