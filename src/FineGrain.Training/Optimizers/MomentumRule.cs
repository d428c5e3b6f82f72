using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineGrain.Training.Optimizers;

/// <summary>Stochastic gradient descent with momentum (Polyak 1964; Sutskever et al. 2013 in PyTorch's form): b ← µb + g + λw; w ← w − ηb.</summary>
public sealed class MomentumRule(double momentum) : IUpdateRule
{
    /// <inheritdoc/>
    public int Moments => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Update(float* weights, float* gradient, float* first, float* second, long length, in UpdateStep step)
    {
        var (mu, decay, rate, scale) = ((float)momentum, (float)step.WeightDecay, (float)step.LearningRate, step.GradientScale);
        long i = 0;
        for (; i <= length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var w = Vector256.Load(weights + i);
            var g = gradient is null ? Vector256<float>.Zero : Vector256.Load(gradient + i) * scale;
            var b = Vector256.Load(first + i) * mu + (g + w * decay);
            b.Store(first + i);
            (w - b * rate).Store(weights + i);
        }
        for (; i < length; i++)
        {
            var w = weights[i];
            var g = gradient is null ? 0f : gradient[i] * scale;
            var b = first[i] * mu + (g + w * decay);
            first[i] = b;
            weights[i] = w - b * rate;
        }
    }
}
