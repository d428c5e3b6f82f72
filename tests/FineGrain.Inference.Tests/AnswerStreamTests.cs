using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FineGrain.Core;

namespace FineGrain.Inference.Tests;

public sealed class AnswerStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Predictor predictor;

    public AnswerStreamTests()
    {
        TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "positive"));
        predictor = Predictor.Open(folder["model"], new() { Window = 64 });
    }

    public void Dispose()
    {
        predictor.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Answers_come_in_order_and_equal_those_of_the_synchronous_stream()
    {
        var examples = Examples(500).ToList();
        var expected = predictor.Predict(examples).Select(p => (p.Id, Math.Round(p.Probabilities["positive"], 4)));
        var actual = await predictor.PredictAsync(examples.ToAsyncEnumerable()).Select(p => (p.Id, Math.Round(p.Probabilities["positive"], 4))).ToListAsync();
        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task No_answer_waits_for_an_example_that_has_not_come()
    {
        // Each example is sent only after the one before it was answered: a stream that gathers a window first would wait forever.
        var channel = Channel.CreateUnbounded<Example>();
        var answered = 0;
        channel.Writer.TryWrite(new() { Id = "0", Text = "good film" });
        await foreach (var p in predictor.PredictAsync(channel.Reader.ReadAllAsync()))
        {
            Assert.Equal($"{answered}", p.Id);
            if (++answered == 20) channel.Writer.Complete();
            else channel.Writer.TryWrite(new() { Id = $"{answered}", Text = "bad film" });
        }
        Assert.Equal(20, answered);
    }

    [Fact]
    public async Task An_empty_stream_has_no_answers() => Assert.Equal(0, await predictor.PredictAsync(Examples(0).ToAsyncEnumerable()).CountAsync());

    [Fact]
    public async Task The_source_is_read_no_farther_than_a_window()
    {
        var read = 0;
        var answered = 0;
        await foreach (var _ in predictor.PredictAsync(Endless()))
        {
            // a window, and the one example that tells whether more is there
            Assert.InRange(read, answered, answered + 65);
            if (++answered == 500) break;
        }

        async IAsyncEnumerable<Example> Endless([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.CompletedTask;
            while (true) yield return new() { Id = $"{++read}", Text = "a film" };
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_stream()
    {
        using var cancellation = new CancellationTokenSource();
        var answered = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in predictor.PredictAsync(Examples(5000).ToAsyncEnumerable(), cancellation.Token))
                if (++answered == 40) await cancellation.CancelAsync();
        });
        Assert.InRange(answered, 40, 200);
    }

    [Fact]
    public async Task An_error_of_the_source_comes_through_after_the_answers_before_it()
    {
        var answered = new List<string>();
        var error = await Assert.ThrowsAsync<InputException>(async () =>
        {
            await foreach (var p in predictor.PredictAsync(Broken())) answered.Add(p.Id);
        });
        Assert.Equal("file:3", error.Where);
        Assert.Equal(["1", "2"], answered);

        static async IAsyncEnumerable<Example> Broken()
        {
            yield return new() { Id = "1", Text = "good" };
            yield return new() { Id = "2", Text = "bad" };
            await Task.Yield();
            throw new InputException("file:3", "is broken");
        }
    }

    [Fact]
    public async Task Leaving_while_the_source_waits_closes_the_source()
    {
        var closed = false;
        await foreach (var _ in predictor.PredictAsync(Silent())) break;
        Assert.True(closed);

        async IAsyncEnumerable<Example> Silent([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            try
            {
                yield return new() { Id = "1", Text = "good" };
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                closed = true;
            }
        }
    }

    [Fact]
    public async Task One_text_is_answered_as_without_async() =>
        Assert.Equal(predictor.Predict("good film").Probabilities, (await predictor.PredictAsync("good film")).Probabilities);

    [Fact]
    public async Task A_cancelled_text_is_not_answered()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => predictor.PredictAsync("good film", cancellation: cancellation.Token));
    }

    [Fact]
    public void Cancelling_stops_a_run_of_the_network_in_its_middle()
    {
        // A graph of many heavy operators; the token is cancelled by a timer while it runs. Uncancelled it would take several seconds.
        var g = new Onnx.GraphBuilder();
        var ids = g.Input("input_ids", Onnx.Messages.OnnxType.Int64, "batch", "length");
        var x = g.Gather(g.Constant("table", new float[16 * 512], 16, 512), ids);
        var weight = g.Constant("weight", new float[512 * 512], 512, 512);
        for (var i = 0; i < 400; i++) x = g.Tanh(g.MatMul(x, weight));
        g.Output("logits", g.Slice(g.ReduceMean(x, [1]), 1, 0, 2), Onnx.Messages.OnnxType.Float, "batch", 2);
        using var session = new Sessions.OnnxSession(Quantizing.TrialNetwork.Bytes(g.Build()), "slow", new() { Threads = 1 });
        var batch = new Batch { Rows = 32, Length = 128, InputIds = new long[4096], AttentionMask = new long[4096], TokenTypeIds = new long[4096], Indices = [.. Enumerable.Range(0, 32)], Tokens = 4096 };
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => session.Logits(batch, cancellation.Token));
    }

    private static IEnumerable<Example> Examples(int count) => Enumerable.Range(0, count).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', TinyModel.Words.Skip(i % 5).Take(1 + (i % 6))) });
}
