using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Layers;

/// <summary>
/// Token vectors with padding at exactly 0, word dropout and value dropout; the first layer of mlp, cnn and rnn.
/// First values are uniform in ±0.25 (Kim 2014, section 3.1).
/// </summary>
public sealed class TokenEmbeddings : nn.Module
{
    [ComponentName(Name = "word_embeddings")] private readonly Embedding words;
    private readonly Dropout tokenDropout, dropout;

    internal TokenEmbeddings(ModelShape shape, int width, double tokenRate, double valueRate, Initializer initial, DropoutStream random) : base(nameof(TokenEmbeddings))
    {
        words = new(initial.Uniform(0.25, shape.VocabularySize, width));
        tokenDropout = new(tokenRate, random);
        dropout = new(valueRate, random);
        RegisterComponents();
    }

    /// <summary>Vectors of the tokens.</summary>
    /// <param name="input">The batch.</param>
    /// <returns>Float32 [B, T, W]; 0 at padding.</returns>
    public Tensor forward(ModelInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var vectors = words.forward(input.InputIds) * input.AttentionMask.unsqueeze(-1).to(ScalarType.Float32); // (B, T, W)
        return dropout.forward(tokenDropout.Tokens(vectors)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter) =>
        emitter.Graph.Mul(words.Emit(emitter, emitter.InputIds), emitter.Graph.Unsqueeze(emitter.FloatMask, -1));
}
