using System.Diagnostics;
using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Training.Bench;

/// <summary>Library modules, library AdamW, library clipping: a current eager PyTorch in effect.</summary>
internal sealed class StockStep : IStep
{
    private readonly StockEncoder model;
    private readonly optim.Optimizer optimizer;

    public StockStep(BenchModel shape)
    {
        model = new(shape);
        optimizer = optim.AdamW(model.parameters(), 1e-4, weight_decay: 0.01);
        model.train();
    }

    public string Name => "stock TorchSharp";

    public double Run(Batch batch)
    {
        var start = Stopwatch.GetTimestamp();
        using var scope = NewDisposeScope();
        var ids = tensor(batch.InputIds, [batch.Rows, batch.Length]);
        var mask = tensor(batch.AttentionMask, [batch.Rows, batch.Length]).to_type(ScalarType.Float32);
        optimizer.zero_grad();
        nn.functional.cross_entropy(model.call(ids, mask), tensor(batch.Targets).to_type(ScalarType.Int64)).backward();
        nn.utils.clip_grad_norm_(model.parameters(), 1);
        optimizer.step();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }
}
