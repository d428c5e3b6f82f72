using FineGrain.Models.Activations;
using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>
/// max over time of activation(W · window + b): one window size of TextCNN. Source: Kim 2014, equations 1 to 3; the window also runs over the
/// edges (wide convolution, Kalchbrenner et al. 2014, section 3.1), so a text shorter than the window still has one.
/// A window counts when it touches a token: how far the batch is padded changes nothing.
/// </summary>
public sealed class WideConvolution : nn.Module
{
    private static readonly long[] stride = [1];

    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "bias")] private readonly Parameter bias;
    private readonly Activation activation;

    internal WideConvolution(int width, int window, int filters, Activation activation, Initializer initial) : base(nameof(WideConvolution))
    {
        weight = initial.Glorot(filters, width, window);
        bias = Initializer.Constant(0, filters);
        this.activation = activation;
        RegisterComponents();
    }

    private long Edge => weight.shape[2] - 1;

    /// <summary>The strongest answer of each filter.</summary>
    /// <param name="channels">Token vectors, 0 at padding, float32 [B, W, T].</param>
    /// <param name="mask">1 for a token, 0 for padding, float32 [B, 1, T].</param>
    /// <returns>Float32 [B, filters].</returns>
    public Tensor forward(Tensor channels, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var answers = activation.Apply(nn.functional.conv1d(channels, weight, bias, stride: 1, padding: Edge)); // (B, F, T + w - 1)
        var touches = nn.functional.max_pool1d(nn.functional.pad(mask, (Edge, Edge)), Edge + 1, 1); // (B, 1, T + w - 1)
        return Masking.Max(answers.transpose(1, 2), touches.squeeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue channels) => Emit(emitter, channels, emitter.FloatMask);

    /// <summary>The same in ONNX, with a float mask [B, T].</summary>
    internal OnnxValue Emit(GraphEmitter emitter, OnnxValue channels, OnnxValue mask)
    {
        var graph = emitter.Graph;
        var answers = activation.Emit(emitter, graph.Conv(channels, emitter.Weight(weight), emitter.Weight(bias), Edge, Edge));
        var touches = graph.Node("MaxPool", [graph.Unsqueeze(mask, 1)], ("kernel_shape", new[] { Edge + 1 }), ("pads", new[] { Edge, Edge }), ("strides", stride));
        return Masking.Max(graph, graph.Transpose(answers, 0, 2, 1), graph.Squeeze(touches, 1));
    }
}
