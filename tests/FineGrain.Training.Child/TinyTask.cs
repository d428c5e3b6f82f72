using FineGrain.Core;
using FineGrain.Core.Recipes;
using static TorchSharp.torch;

namespace FineGrain.Training.Child;

/// <summary>A tiny task whose gold label is half the number of small ids in a row; every batch follows from (epoch, number).</summary>
public sealed class TinyTask(TinyModel model, int batches = 5, int rows = 6) : IBatchSource, IObjective
{
    public int Count(int epoch) => batches;

    public IEnumerable<Batch> Epoch(int epoch, int skip)
    {
        for (var i = skip; i < batches; i++) yield return Make(epoch * 1000 + i);
    }

    public Tensor Loss(Batch batch, long forward)
    {
        using var scope = NewDisposeScope();
        var logits = model.call(tensor(batch.InputIds, [batch.Rows, batch.Length]));
        var gold = tensor(batch.Targets).to_type(ScalarType.Int64);
        return nn.functional.cross_entropy(logits, gold).MoveToOuterDisposeScope();
    }

    public TrainingTask With(string? checkpoint = null, bool evaluate = true, string identity = "") => new()
    {
        Model = model,
        Objective = this,
        Batches = this,
        Evaluate = evaluate ? Accuracy : null,
        CheckpointPath = checkpoint,
        Identity = identity,
    };

    /// <summary>Accuracy and loss on a fixed dev batch.</summary>
    public IReadOnlyDictionary<string, double> Accuracy()
    {
        using var scope = NewDisposeScope();
        var dev = Make(-1, 40);
        var logits = model.call(tensor(dev.InputIds, [dev.Rows, dev.Length]));
        var gold = tensor(dev.Targets).to_type(ScalarType.Int64);
        return new Dictionary<string, double>
        {
            ["accuracy"] = logits.argmax(1).eq(gold).to_type(ScalarType.Float32).mean().item<float>(),
            ["loss"] = nn.functional.cross_entropy(logits, gold).item<float>(),
        };
    }

    /// <summary>All weights, byte by byte.</summary>
    public string Fingerprint() => Fingerprint(model);

    /// <summary>All weights of a network, byte by byte.</summary>
    public static string Fingerprint(nn.Module network) => string.Join("\n", network.named_parameters()
        .Select(p => $"{p.name} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(p.parameter.bytes))}"));

    /// <summary>A recipe that uses everything a checkpoint has to carry.</summary>
    public static TrainingRecipe Recipe => new()
    {
        Epochs = 4,
        Accumulate = 2,
        CheckpointSteps = 1,
        AverageDecay = 0.9,
        Threads = 2,
        Optimizer = new() { LearningRate = 0.05 },
        Schedule = new() { Name = "cosine", Warmup = 3 },
    };

    private Batch Make(int number, int size = 0)
    {
        const int Length = 5;
        var count = size > 0 ? size : rows;
        var random = new Random(number);
        var ids = Enumerable.Range(0, count * Length).Select(_ => (long)random.Next(TinyModel.Vocabulary)).ToArray();
        return new()
        {
            Rows = count,
            Length = Length,
            InputIds = ids,
            AttentionMask = [.. ids.Select(_ => 1L)],
            TokenTypeIds = new long[ids.Length],
            Targets = [.. Enumerable.Range(0, count).Select(r => (float)(ids.AsSpan(r * Length, Length).ToArray().Count(id => id < TinyModel.Vocabulary / 2) / 2))],
            Indices = [.. Enumerable.Range(0, count)],
            Tokens = ids.Length,
        };
    }
}
