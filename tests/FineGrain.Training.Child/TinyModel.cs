using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Training.Child;

/// <summary>A bag of embeddings with dropout and a linear head: small, and with everything that could break a resumed run.</summary>
public sealed class TinyModel : nn.Module<Tensor, Tensor>
{
    public const int Vocabulary = 53, Width = 12, Labels = 3;
    [ComponentName(Name = "table")] private readonly Embedding table;
    [ComponentName(Name = "hidden")] private readonly Linear hidden;
    [ComponentName(Name = "head")] private readonly Linear head;
    private readonly double dropout;

    public TinyModel(int seed, bool sparse = true, double dropout = 0.2) : base(nameof(TinyModel))
    {
        manual_seed(seed);
        this.dropout = dropout;
        table = nn.Embedding(Vocabulary, Width, sparse: sparse);
        hidden = nn.Linear(Width, Width);
        head = nn.Linear(Width, Labels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var mean = table.call(ids).mean([1]); // (B, H)
        var states = nn.functional.dropout(hidden.call(mean).tanh(), dropout, training);
        return head.call(states).MoveToOuterDisposeScope(); // (B, C)
    }
}
