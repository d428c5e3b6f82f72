using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineGrain.Training.Bench;

/// <summary>The same BERT-style encoder from library modules and library dropout alone.</summary>
internal sealed class StockEncoder : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding words, positions;
    private readonly LayerNorm norm;
    private readonly ModuleList<StockLayer> layers;
    private readonly Linear head;
    private readonly Dropout dropout = nn.Dropout(0.1);

    public StockEncoder(BenchModel shape) : base(nameof(StockEncoder))
    {
        words = nn.Embedding(BenchModel.Vocabulary, shape.Width);
        positions = nn.Embedding(BenchModel.MaxLength, shape.Width);
        norm = nn.LayerNorm(shape.Width, 1e-12);
        layers = new([.. Enumerable.Range(0, shape.Layers).Select(_ => new StockLayer(shape))]);
        head = nn.Linear(shape.Width, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var x = dropout.call(norm.call(words.call(ids) + positions.call(arange(ids.shape[1])))); // (B, T, H)
        var bias = ((1 - mask) * -1e9f).unsqueeze(1).unsqueeze(1); // (B, 1, 1, T)
        foreach (var layer in layers) x = layer.call(x, bias);
        var pooled = (x * mask.unsqueeze(2)).sum(1) / mask.sum(1, keepdim: true);
        return head.call(dropout.call(pooled)).MoveToOuterDisposeScope();
    }
}

/// <summary>One post-norm layer.</summary>
internal sealed class StockLayer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear query, key, value, output, inner, outer;
    private readonly LayerNorm norm1, norm2;
    private readonly Dropout dropout = nn.Dropout(0.1), attentionDropout;
    private readonly int heads;

    public StockLayer(BenchModel shape) : base(nameof(StockLayer))
    {
        heads = shape.Heads;
        (query, key, value, output) = (nn.Linear(shape.Width, shape.Width), nn.Linear(shape.Width, shape.Width), nn.Linear(shape.Width, shape.Width), nn.Linear(shape.Width, shape.Width));
        (inner, outer) = (nn.Linear(shape.Width, shape.Inner), nn.Linear(shape.Inner, shape.Width));
        (norm1, norm2) = (nn.LayerNorm(shape.Width, 1e-12), nn.LayerNorm(shape.Width, 1e-12));
        attentionDropout = nn.Dropout(shape.AttentionDropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var (b, t, h) = (x.shape[0], x.shape[1], x.shape[2]);
        Tensor Split(Linear part) => part.call(x).view(b, t, heads, h / heads).transpose(1, 2); // (B, N, T, D)
        var weights = (Split(query).matmul(Split(key).transpose(2, 3)) / MathF.Sqrt(h / heads) + bias).softmax(-1); // (B, N, T, T)
        var context = attentionDropout.call(weights).matmul(Split(value)).transpose(1, 2).reshape(b, t, h);
        x = norm1.call(x + dropout.call(output.call(context)));
        return norm2.call(x + dropout.call(outer.call(nn.functional.gelu(inner.call(x))))).MoveToOuterDisposeScope();
    }
}
