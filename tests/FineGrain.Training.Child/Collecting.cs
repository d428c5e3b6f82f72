using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Training.Child;

/// <summary>
/// Training beside a thread that allocates and collects all the time. The loss adds floating to whole numbers, where libtorch converts the whole numbers first
/// and reads the hidden factor of 'a + b' only then: milliseconds in which a collection can free it.
/// </summary>
internal static class Collecting
{
    /// <summary>One training meets a collection at the wrong moment nearly always, but not on every machine and under every load: so there are several.</summary>
    private const int Trainings = 20;

    private const int Steps = 60, Numbers = 500_000;

    /// <summary>Prints "same weights" when every training with collections gives what one gives without.</summary>
    public static void Run()
    {
        var expected = Train();
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                for (var i = 0; i < 100; i++) _ = new byte[100];
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        var same = Enumerable.Range(0, Trainings).All(_ => Train() == expected);
        stop.Cancel();
        collector.Join();
        Console.WriteLine(same ? "same weights" : "other weights");
    }

    private static string Train()
    {
        using var model = new TinyModel(seed: 3);
        using var task = new MixedTask(model);
        using var run = new TrainingRun(task.Inner.With(evaluate: false) with { Objective = task }, new() { Epochs = 100, MaxSteps = Steps, Threads = 1 }, seed: 11);
        foreach (var _ in run.Steps()) { }
        return task.Inner.Fingerprint();
    }

    private sealed class MixedTask(TinyModel model) : IObjective, IDisposable
    {
        private readonly Tensor floats = ones(Numbers), wholes = ones(Numbers, ScalarType.Int64);

        public TinyTask Inner { get; } = new(model);

        public Tensor Loss(Batch batch, long forward)
        {
            using var scope = NewDisposeScope();
            var two = (floats + wholes).mean();
            return (Inner.Loss(batch, forward) * two).MoveToOuterDisposeScope();
        }

        public void Dispose()
        {
            floats.Dispose();
            wholes.Dispose();
        }
    }
}
