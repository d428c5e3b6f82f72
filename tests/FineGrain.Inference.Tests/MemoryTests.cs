using FineGrain.Core;
using FineGrain.Inference.Quantizing;
using FineGrain.Inference.Sessions;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;

namespace FineGrain.Inference.Tests;

/// <summary>Memory of the whole process is measured: no other test may run meanwhile.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public MemoryTests()
    {
        var source = TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "positive"), width: TinyModel.Wide);
        ModelQuantization.Write(source, folder["int8"], new());
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_session_has_no_weights_of_its_own()
    {
        const int rows = 1_000_000, columns = 32, bytes = rows * columns * sizeof(float);
        var g = new GraphBuilder("large");
        g.Output("logits", g.ReduceMax(g.Gather(g.Constant("table", new float[rows * columns], rows, columns), g.Input("input_ids", OnnxType.Int64, "batch", "length")), [1]), OnnxType.Float, "batch", columns);
        g.Save(folder["large.onnx"]);
        using var first = OnnxSession.Open(folder["large.onnx"], new() { Threads = 1 });
        var one = Resident();
        using var second = first.Again(new() { Threads = 1 });
        Assert.NotNull(second);
        Assert.InRange(Resident() - one, long.MinValue, bytes / 4);
    }

    [Fact]
    public void Memory_does_not_grow_with_predictions_of_mixed_lengths()
    {
        using var predictor = Predictor.Open(folder["int8"], new() { Threads = 1, Spinning = false });
        var random = new Random(3);
        Run(1000);
        // The collector takes memory in pieces, now and then; a leak grows every time: the least growth tells the two apart.
        var least = long.MaxValue;
        for (var (i, before) = (0, Resident()); i < 5; i++)
        {
            Run(1000);
            var now = Resident();
            (least, before) = (Math.Min(least, now - before), now);
        }
        Assert.InRange(least, long.MinValue, 400_000); // 400 bytes a prediction would show

        void Run(int predictions)
        {
            foreach (var _ in predictor.Predict(Enumerable.Range(0, predictions).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', Enumerable.Repeat("good", 1 + (int)(59 * Math.Pow(random.NextDouble(), 3)))) }))) { }
        }
    }

    [Fact]
    public void A_million_texts_are_answered_in_order_in_flat_memory()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("FINEGRAIN_LONG") == "1", "takes a minute; set FINEGRAIN_LONG=1");
        using var predictor = Predictor.Open(folder["model"], new() { Spinning = false });
        long early = 0, count = 0;
        foreach (var p in predictor.Predict(BadInputTests.Texts(1_000_000)))
        {
            Assert.Equal($"{count++}", p.Id);
            if (count == 50_000) early = Resident();
        }
        Assert.Equal(1_000_000, count);
        Assert.InRange(Resident() - early, long.MinValue, 30_000_000);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
