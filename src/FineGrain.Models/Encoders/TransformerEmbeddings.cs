using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = FineGrain.Models.Layers.Dropout;
using Embedding = FineGrain.Models.Layers.Embedding;
using LayerNorm = FineGrain.Models.Layers.LayerNorm;
using Linear = FineGrain.Models.Layers.Linear;

namespace FineGrain.Models.Encoders;

/// <summary>Token + position + token type, normed, projected to the encoder's width where the tables are narrower. Source: Devlin et al. 2019, figure 2.</summary>
public sealed class TransformerEmbeddings : nn.Module
{
    [ComponentName(Name = "word_embeddings")] private readonly Embedding words;
    [ComponentName(Name = "position_embeddings")] private readonly Embedding? positions;
    [ComponentName(Name = "token_type_embeddings")] private readonly Embedding? types;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm? norm;
    [ComponentName(Name = "projection")] private readonly Linear? projection;
    private readonly TransformerConfig config;
    private readonly Dropout dropout, tokenDropout;
    private readonly Tensor? sinusoids; // (P, E), fixed
    private readonly double scale;

    internal TransformerEmbeddings(TransformerConfig config, Initializer initial, DropoutStream random) : base(nameof(TransformerEmbeddings))
    {
        this.config = config;
        var width = config.EmbeddingWidth;
        // Sinusoids have amplitude 1, so the words must too: Vaswani et al., section 3.4, multiply them by sqrt(H).
        var fixedPositions = config.Positions == "sinusoidal";
        scale = fixedPositions ? Math.Sqrt(width) : 1;
        words = new(initial.Table(fixedPositions ? 1 / scale : config.InitialDeviation, config.VocabularySize, width, config.PaddingId));
        positions = config.Positions == "learned" ? new(initial.Normal(config.InitialDeviation, config.MaxPositions, width)) : null;
        types = config.TokenTypes > 0 ? new(initial.Normal(config.InitialDeviation, config.TokenTypes, width)) : null;
        norm = config.EmbeddingNorm ? new(width, config.NormEpsilon) : null;
        projection = width == config.Width ? null : new(initial.Normal(config.InitialDeviation, config.Width, width));
        tokenDropout = new(config.TokenDropout, random);
        dropout = new(config.Dropout, random);
        RegisterComponents();
        // After registration: the table is no parameter and stays out of the checkpoint.
        sinusoids = fixedPositions ? tensor(Sinusoids.Table(config.MaxPositions, width), [config.MaxPositions, width]).DetachFromDisposeScope() : null;
    }

    /// <summary>First states of the tokens.</summary>
    /// <param name="ids">Int64 [B, T], T at most <see cref="TransformerConfig.MaxPositions"/> − <see cref="TransformerConfig.PositionOffset"/> where positions are a table.</param>
    /// <param name="typeIds">Int64 [B, T], or null for all 0.</param>
    /// <returns>Float32 [B, T, H].</returns>
    public Tensor forward(Tensor ids, Tensor? typeIds)
    {
        using var scope = NewDisposeScope();
        var sum = words.forward(ids); // (B, T, E)
        if (scale != 1) sum = sum * scale;
        sum = tokenDropout.Tokens(sum);
        var length = ids.shape[1];
        if (positions is not null) sum = sum + positions.Weight.narrow(0, config.PositionOffset, length);
        if (sinusoids is not null) sum = sum + sinusoids.narrow(0, 0, length).to(sum.device);
        if (types is not null) sum = sum + (typeIds is null || config.TokenTypes == 1 ? types.Weight.narrow(0, 0, 1) : types.forward(typeIds));
        if (norm is not null) sum = norm.forward(sum);
        sum = dropout.forward(sum);
        return (projection is null ? sum : projection.forward(sum)).MoveToOuterDisposeScope(); // (B, T, H)
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter)
    {
        var graph = emitter.Graph;
        var sum = words.Emit(emitter, emitter.InputIds);
        if (scale != 1) sum = graph.Mul(sum, (float)scale);
        if (positions is not null) sum = graph.Add(sum, emitter.Rows(emitter.Weight(positions.Weight), config.PositionOffset));
        if (sinusoids is not null) sum = graph.Add(sum, emitter.Rows(emitter.Constant("sinusoids", sinusoids), 0));
        if (types is not null) sum = graph.Add(sum, config.TokenTypes == 1 ? emitter.Weight(types.Weight) : types.Emit(emitter, emitter.TokenTypeIds));
        if (norm is not null) sum = norm.Emit(emitter, sum);
        return projection is null ? sum : projection.Emit(emitter, sum);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) sinusoids?.Dispose();
        base.Dispose(disposing);
    }
}
