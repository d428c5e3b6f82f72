using System.Collections.Concurrent;
using FineGrain.Core;

namespace FineGrain.Inference.Tests;

public sealed class BatchLanesTests
{
    private static readonly int[][] Plan = [.. Enumerable.Range(0, 40).Select(i => new[] { i })];

    [Fact]
    public void Batches_side_by_side_answer_as_one_behind_the_other()
    {
        using var folder = new TemporaryFolder();
        TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "positive"));
        using var parallel = Predictor.Open(folder["model"], new() { Threads = 3, TokenBudget = 64 });
        using var serial = Predictor.Open(folder["model"], new() { Threads = 3, TokenBudget = 64, SideBySide = false });
        var texts = Enumerable.Range(0, 300).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', TinyModel.Words.Skip(i % 9).Take(1 + (i % 5))) }).ToList();
        foreach (var (x, y) in parallel.Predict(texts).Zip(serial.Predict(texts)))
            Assert.Equal((x.Id, Math.Round(x.Probabilities["positive"], 4)), (y.Id, Math.Round(y.Probabilities["positive"], 4)));
    }

    [Fact]
    public void A_folder_that_is_replaced_while_it_serves_does_not_change_the_answers()
    {
        using var folder = new TemporaryFolder();
        TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "positive"));
        using var predictor = Predictor.Open(folder["model"], new() { Threads = 2, TokenBudget = 16 });
        var before = predictor.Predict("good film").Probabilities["positive"];
        TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "positive"), width: 9);
        Assert.All(predictor.Predict(Enumerable.Range(0, 100).Select(i => new Example { Id = $"{i}", Text = "good film" })), p => Assert.Equal(before, p.Probabilities["positive"], 1e-4));
    }

    [Fact]
    public void Every_batch_is_run_once()
    {
        var seen = new ConcurrentBag<int>();
        BatchLanes.Run(Plan, 3, rows => seen.Add(rows[0]), default);
        Assert.Equal(Enumerable.Range(0, 40), seen.Order());
    }

    [Fact]
    public void An_error_comes_through_as_it_is() =>
        Assert.Equal("batch 7", Assert.Throws<InputException>(() => BatchLanes.Run(Plan, 3, rows => { if (rows[0] == 7) throw new InputException("batch 7", "fails"); }, default)).Where);

    [Fact]
    public void Cancelling_ends_the_rest()
    {
        using var cancellation = new CancellationTokenSource();
        var ran = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => BatchLanes.Run(Plan, 2, _ =>
        {
            if (Interlocked.Increment(ref ran) < 5) return;
            lock (cancellation) cancellation.Cancel(); // whichever lane comes, however late the fifth was; the other one waits until the loop has heard of it
        }, cancellation.Token));
        Assert.InRange(ran, 5, 10);
    }
}
