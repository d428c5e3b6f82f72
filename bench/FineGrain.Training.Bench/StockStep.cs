using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Training.Bench;

/// <summary>Library modules, library AdamW, library clipping: a current eager PyTorch in effect.</summary>
internal sealed class StockStep : IStep
{
    private readonly StockEncoder model;
    private readonly optim.Optimizer optimizer;

    public StockStep(BenchModel shape, IReadOnlyList<(string Name, Tensor Value)> weights)
    {
        model = new(shape);
        using (no_grad())
        {
            var own = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
            foreach (var (name, value) in weights) own[name].copy_(value);
        }
        // As ours: no decay of vectors.
        optimizer = optim.AdamW([new TorchSharp.Modules.AdamW.ParamGroup(model.parameters().Where(p => p.dim() >= 2), new() { LearningRate = 1e-4, weight_decay = 0.01 }),
            new TorchSharp.Modules.AdamW.ParamGroup(model.parameters().Where(p => p.dim() < 2), new() { LearningRate = 1e-4, weight_decay = 0 })], 1e-4);
        model.train();
    }

    public string Name => "stock TorchSharp";

    public double Loss(Batch batch)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        model.eval();
        var loss = Forward(batch).item<float>();
        model.train();
        return loss;
    }

    public StepTime Run(Batch batch) => StepTime.Of(() =>
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        Forward(batch).backward();
        nn.utils.clip_grad_norm_(model.parameters(), 1);
        optimizer.step();
    });

    private Tensor Forward(Batch batch)
    {
        var ids = tensor(batch.InputIds, [batch.Rows, batch.Length]);
        var mask = tensor(batch.AttentionMask, [batch.Rows, batch.Length]).to_type(ScalarType.Float32);
        return nn.functional.cross_entropy(model.call(ids, mask), tensor(batch.Targets).to_type(ScalarType.Int64));
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }
}
