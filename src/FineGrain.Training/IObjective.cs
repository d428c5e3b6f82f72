using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Training;

/// <summary>
/// What training minimises: the network's forward pass on a batch, ending in one number. Distillation and pretraining are other objectives, not other loops.
/// </summary>
public interface IObjective
{
    /// <summary>The loss of <paramref name="batch"/>: float32 scalar, mean over the rows, with a gradient path to the parameters.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="forward">
    /// Number of this forward pass in the run, from 0. All randomness of the pass (dropout) must follow from the seed and this number alone;
    /// that is why a checkpoint needs no random state. torch's own generator is seeded with both before the call.
    /// </param>
    Tensor Loss(Batch batch, long forward);
}
