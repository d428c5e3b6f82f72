using FineGrain.Models.Activations;
using FineGrain.Models.Emission;
using FineGrain.Models.Encoders;
using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = FineGrain.Models.Layers.Dropout;

namespace FineGrain.Models.Spans;

/// <summary>
/// A vector of each unit from its characters: embeddings, a convolution, the maximum over the characters. Sources: Ma and Hovy 2016, section 2.1;
/// Chiu and Nichols 2016, section 2.2. Each distinct spelling of a batch is worked out once, so equal units share one dropout mask.
/// </summary>
public sealed class CharacterEncoder : nn.Module
{
    [ComponentName(Name = "embeddings")] private readonly Embedding embeddings;
    [ComponentName(Name = "convolution")] private readonly WideConvolution convolution;
    private readonly Dropout dropout;

    /// <param name="characters">Number of character ids.</param>
    /// <param name="width">Width of a character's vector; first values uniform in ±√(3 / width) (Ma and Hovy 2016, section 3.1).</param>
    /// <param name="window">Characters that a filter sees.</param>
    /// <param name="filters">Width D of a unit's vector.</param>
    /// <param name="rate">Dropout on the characters' vectors (the same, section 2.4).</param>
    /// <param name="initial">First values.</param>
    /// <param name="random">The model's dropout.</param>
    internal CharacterEncoder(int characters, int width, int window, int filters, double rate, Initializer initial, DropoutStream random) : base(nameof(CharacterEncoder))
    {
        embeddings = new(initial.Uniform(Math.Sqrt(3.0 / width), characters, width));
        convolution = new(width, window, filters, Activation.Named("tanh"), initial);
        dropout = new(rate, random);
        Width = filters;
        RegisterComponents();
    }

    /// <summary>Width D of a unit's vector.</summary>
    public int Width { get; }

    /// <summary>Gives what the network reads in place of the units' vectors, float32 [B, U, D]; null, as nearly always, leaves them. For explanations.</summary>
    internal Func<Tensor, Tensor>? Tap { get; set; }

    /// <summary>Vectors of the units.</summary>
    /// <param name="ids">Character ids, int64 [B, U, C]; 0 is padding.</param>
    /// <returns>Float32 [B, U, D]; 0 for a unit without characters.</returns>
    public Tensor forward(Tensor ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        var (spellings, which) = DistinctRows.Of(ids.view(-1, ids.shape[2])); // (N, C), (B · U)
        var mask = spellings.ne(0).to(ScalarType.Float32).unsqueeze(1); // (N, 1, C)
        var channels = dropout.forward(embeddings.forward(spellings)).transpose(1, 2) * mask; // (N, W, C)
        var vectors = convolution.forward(channels, mask).index_select(0, which).view(ids.shape[0], ids.shape[1], Width);
        return (Tap is null ? vectors : Tap(vectors)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX, without the search for equal spellings.</summary>
    internal OnnxValue Emit(GraphEmitter emitter)
    {
        var graph = emitter.Graph;
        var units = graph.Reshape(emitter.CharIds, graph.Concat(0, graph.Integers(-1), graph.Dim(emitter.CharIds, 2))); // (B · U, C)
        var mask = graph.Cast(graph.Not(graph.Equal(units, graph.Scalar(0L))), OnnxType.Float); // (B · U, C)
        var channels = graph.Mul(graph.Transpose(embeddings.Emit(emitter, units), 0, 2, 1), graph.Unsqueeze(mask, 1));
        return graph.Reshape(convolution.Emit(emitter, channels, mask), graph.Concat(0, graph.Dim(emitter.CharIds, 0), graph.Dim(emitter.CharIds, 1), graph.Integers(Width)));
    }
}
