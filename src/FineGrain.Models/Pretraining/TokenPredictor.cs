using FineGrain.Models.Seeding;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Embedding = FineGrain.Models.Layers.Embedding;
using LayerNorm = FineGrain.Models.Layers.LayerNorm;
using Linear = FineGrain.Models.Layers.Linear;

namespace FineGrain.Models.Pretraining;

/// <summary>
/// From the state of a place to scores of the tokens that could stand there: s(w) = e_w · norm(gelu(x Wᵀ + b)) + b_w, with the token table of the encoder for e
/// (Devlin et al. 2019; a tied table as in Press and Wolf 2017).
/// </summary>
public sealed class TokenPredictor : nn.Module
{
    private const double NormEpsilon = 1e-5;
    [ComponentName(Name = "dense")] private readonly Linear dense;
    [ComponentName(Name = "norm")] private readonly LayerNorm norm;
    [ComponentName(Name = "bias")] private readonly Parameter bias;
    private readonly Embedding table; // the encoder's: registered there

    /// <summary>A predictor of fresh values beside an encoder.</summary>
    /// <param name="stateWidth">Width of a state.</param>
    /// <param name="table">The encoder's token table [V, W].</param>
    /// <param name="initial">Draws first weights.</param>
    internal TokenPredictor(int stateWidth, Embedding table, Initializer initial) : base(nameof(TokenPredictor))
    {
        this.table = table;
        var (rows, width) = (table.Weight.shape[0], table.Weight.shape[1]);
        dense = new(initial.Glorot(width, stateWidth));
        norm = new(width, NormEpsilon);
        bias = Initializer.Constant(0, rows);
        RegisterComponents();
    }

    /// <summary>What states expect, in the space of the token table.</summary>
    /// <param name="states">Float32 [M, S].</param>
    /// <returns>Float32 [M, W].</returns>
    public Tensor Expected(Tensor states)
    {
        using var scope = NewDisposeScope();
        return norm.forward(nn.functional.gelu(dense.forward(states))).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of one token for each row.</summary>
    /// <param name="expected">Float32 [M, W].</param>
    /// <param name="tokens">Int64 [M].</param>
    /// <returns>Float32 [M].</returns>
    public Tensor ScoresOf(Tensor expected, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return ((expected * table.forward(tokens)).sum(-1) + bias.index_select(0, tokens)).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of some tokens, the same for all rows.</summary>
    /// <param name="expected">Float32 [M, W].</param>
    /// <param name="tokens">Int64 [K].</param>
    /// <param name="less">What is taken from the scores of each token, float32 [K].</param>
    /// <returns>Float32 [M, K].</returns>
    public Tensor ScoresAmong(Tensor expected, Tensor tokens, Tensor less)
    {
        using var scope = NewDisposeScope();
        return nn.functional.linear(expected, table.forward(tokens), bias.index_select(0, tokens) - less).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of the whole vocabulary.</summary>
    /// <param name="expected">Float32 [M, W].</param>
    /// <returns>Float32 [M, V].</returns>
    public Tensor Scores(Tensor expected) => nn.functional.linear(expected, table.Weight, bias);
}
