using System.Collections.Concurrent;
using CsCheck;
using FineGrain.Core;

namespace FineGrain.Inference.Tests;

public sealed class PredictorTests : IDisposable
{
    private static readonly Gen<string> Texts = Gen.Int[0, TinyModel.Words.Length - 1].Select(i => TinyModel.Words[i]).Array[0, 60].Select(w => string.Join(' ', w));
    private readonly TemporaryFolder folder = new();

    public PredictorTests() => TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "neutral", "positive"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_batched_row_equals_the_same_row_alone()
    {
        using var predictor = Predictor.Open(folder["model"]);
        Texts.Array[1, 40].Sample(texts =>
        {
            var together = predictor.Logits([.. texts.Select(t => predictor.Encode(t))]);
            for (var i = 0; i < texts.Length; i++)
                Assert.Equal(predictor.Logits([predictor.Encode(texts[i])])[0], together[i], (x, y) => Math.Abs(x - y) < 1e-5);
        }, iter: 30);
    }

    [Fact]
    public void Different_texts_get_different_answers()
    {
        using var predictor = Predictor.Open(folder["model"]);
        var logits = predictor.Logits([predictor.Encode("good film"), predictor.Encode("bad film")]);
        Assert.True(Math.Abs(logits[0][0] - logits[1][0]) > 0.01);
    }

    [Fact]
    public void Answers_come_in_input_order_through_windows_and_batches()
    {
        using var predictor = Predictor.Open(folder["model"], new() { Window = 100, TokenBudget = 64 });
        var examples = Examples(777);
        var predictions = predictor.Predict(examples).ToList();
        Assert.Equal(examples.Select(e => (e.Id, e.Text)), predictions.Select(p => (p.Id, p.Text)));
        foreach (var p in predictions.Where((_, i) => i % 50 == 0))
            Assert.Equal(predictor.Predict(p.Text).Probabilities.Values, p.Probabilities.Values, (x, y) => Math.Abs(x - y) < 1e-5);
    }

    [Fact]
    public void The_source_is_read_no_farther_than_a_window()
    {
        using var predictor = Predictor.Open(folder["model"], new() { Window = 64 });
        var read = 0;
        using var answers = predictor.Predict(Endless()).GetEnumerator();
        for (var i = 1; i <= 1000; i++)
        {
            Assert.True(answers.MoveNext());
            Assert.InRange(read, i, i + 63);
        }

        IEnumerable<Example> Endless()
        {
            while (true) yield return new() { Id = $"{++read}", Text = "a film" };
        }
    }

    [Fact]
    public void The_first_answer_waits_for_a_small_window_only()
    {
        using var predictor = Predictor.Open(folder["model"]);
        var read = 0;
        _ = predictor.Predict(Examples(5000).Select(e => { read++; return e; })).First();
        Assert.InRange(read, 1, 32);
    }

    [Fact]
    public void Cancelling_stops_the_stream()
    {
        using var predictor = Predictor.Open(folder["model"], new() { Window = 32 });
        using var cancellation = new CancellationTokenSource();
        var answered = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var _ in predictor.Predict(Examples(500), cancellation.Token))
                if (++answered == 40) cancellation.Cancel();
        });
        Assert.InRange(answered, 40, 64);
    }

    [Fact]
    public void Several_threads_share_one_predictor()
    {
        using var predictor = Predictor.Open(folder["model"], new() { Spinning = false });
        var examples = Examples(60);
        var alone = predictor.Predict(examples).Select(p => p.Probabilities["positive"]).ToArray();
        var wrong = new ConcurrentBag<double>();
        Parallel.For(0, 8, _ =>
        {
            foreach (var (p, expected) in predictor.Predict(examples).Zip(alone))
                if (Math.Abs(p.Probabilities["positive"] - expected) > 1e-6) wrong.Add(expected);
        });
        Assert.Empty(wrong);
    }

    [Fact]
    public void An_error_of_the_source_comes_through()
    {
        using var predictor = Predictor.Open(folder["model"]);
        var error = Assert.Throws<InputException>(() => predictor.Predict(Examples(40).Select(e => e.Id == "35" ? throw new InputException("file:36", "is broken") : e)).Count());
        Assert.Equal("file:36", error.Where);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("😀 \ud800 完全陌生")]
    public void No_text_makes_it_fail(string text)
    {
        using var predictor = Predictor.Open(folder["model"]);
        Assert.Equal(1, predictor.Predict(text).Probabilities.Values.Sum(), 1e-9);
    }

    [Fact]
    public void A_longer_text_than_the_model_reads_is_truncated()
    {
        using var predictor = Predictor.Open(folder["model"]);
        Assert.Equal(64, predictor.Encode(string.Join(' ', Enumerable.Repeat("good", 500))).Ids.Length);
    }

    [Theory]
    [InlineData("labels", 2)]
    [InlineData("number", 0)]
    public void Other_targets_open_and_answer(string target, int labels)
    {
        TinyModel.Write(folder[target], TinyModel.Manifest(target, [.. Enumerable.Range(0, labels).Select(i => $"l{i}")]));
        using var predictor = Predictor.Open(folder[target]);
        var p = predictor.Predict("a good film");
        Assert.Equal(labels, p.Probabilities.Count);
        Assert.Equal(target == "number", p.Number is not null);
    }

    [Theory]
    [InlineData(-1, 1024, 10)]
    [InlineData(0, 0, 10)]
    [InlineData(0, 1024, 0)]
    public void Options_out_of_range_are_refused(int threads, int budget, int window) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Predictor.Open(folder["model"], new() { Threads = threads, TokenBudget = budget, Window = window }));

    private static List<Example> Examples(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', Enumerable.Range(0, random.Next(1, 40)).Select(_ => TinyModel.Words[random.Next(TinyModel.Words.Length)])) })];
    }
}
