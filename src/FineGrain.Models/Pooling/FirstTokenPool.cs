using FineGrain.Models.Emission;
using FineGrain.Onnx;
using static TorchSharp.torch;

namespace FineGrain.Models.Pooling;

/// <summary>The state of the first token, [CLS] (Devlin et al. 2019, section 3).</summary>
public sealed class FirstTokenPool : Pool
{
    /// <summary>A pooling without parameters.</summary>
    public FirstTokenPool() : base(nameof(FirstTokenPool)) { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor states, Tensor mask) => states.select(1, 0);

    internal override OnnxValue Emit(GraphEmitter emitter, OnnxValue states) => emitter.Graph.Squeeze(emitter.Graph.Slice(states, 1, 0, 1), 1);
}
