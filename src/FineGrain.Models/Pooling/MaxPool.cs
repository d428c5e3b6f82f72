using FineGrain.Models.Emission;
using FineGrain.Models.Encoders;
using FineGrain.Onnx;
using static TorchSharp.torch;

namespace FineGrain.Models.Pooling;

/// <summary>The largest value of each column over tokens (Collobert and Weston 2008).</summary>
public sealed class MaxPool : Pool
{
    /// <summary>A pooling without parameters.</summary>
    public MaxPool() : base(nameof(MaxPool)) { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor states, Tensor mask) => Masking.Max(states, mask);

    internal override OnnxValue Emit(GraphEmitter emitter, OnnxValue states) => Masking.Max(emitter.Graph, states, emitter.FloatMask);
}
