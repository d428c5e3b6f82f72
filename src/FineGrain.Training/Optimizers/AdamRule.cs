using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineGrain.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with weight decay added to the gradient, or decoupled as AdamW (Loshchilov and Hutter 2019, algorithm 2).
/// m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − η · m/(1−β₁ᵗ) / (√v/√(1−β₂ᵗ) + ε).
/// </summary>
public sealed class AdamRule(double beta1, double beta2, double epsilon, bool decoupled) : IUpdateRule
{
    /// <inheritdoc/>
    public int Moments => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Update(float* weights, float* gradient, float* first, float* second, long length, in UpdateStep step)
    {
        // The step's constants in double, rounded once.
        var (b1, b2, a1, a2, eps) = ((float)beta1, (float)beta2, (float)(1 - beta1), (float)(1 - beta2), (float)epsilon);
        var size = (float)(step.LearningRate / (1 - Math.Pow(beta1, step.Step)));
        var correction = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step.Step)));
        var keep = decoupled ? (float)(1 - step.LearningRate * step.WeightDecay) : 1f;
        var coupled = decoupled ? 0f : (float)step.WeightDecay;
        var scale = step.GradientScale;
        long i = 0;
        for (; i <= length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var w = Vector256.Load(weights + i) * keep;
            var g = gradient is null ? Vector256<float>.Zero : Vector256.Load(gradient + i) * scale;
            g += w * coupled;
            var m = Vector256.Load(first + i) * b1 + g * a1;
            var v = Vector256.Load(second + i) * b2 + g * g * a2;
            m.Store(first + i);
            v.Store(second + i);
            (w - m * size / (Vector256.Sqrt(v) * correction + Vector256.Create(eps))).Store(weights + i);
        }
        for (; i < length; i++)
        {
            var w = weights[i] * keep;
            var g = gradient is null ? 0f : gradient[i] * scale;
            g += w * coupled;
            var m = first[i] * b1 + g * a1;
            var v = second[i] * b2 + g * g * a2;
            first[i] = m;
            second[i] = v;
            weights[i] = w - m * size / (MathF.Sqrt(v) * correction + eps);
        }
    }
}
