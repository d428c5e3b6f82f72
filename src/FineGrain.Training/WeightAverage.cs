using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FineGrain.Training.Optimizers;
using TorchSharp;

namespace FineGrain.Training;

/// <summary>
/// Exponential moving average of the trained weights (Polyak and Juditsky 1992; the decay grows as min(d, (1 + t) / (10 + t)) so that the random
/// first weights do not linger).
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly IReadOnlyList<TrainedParameter> parameters;
    private readonly torch.Tensor[] averages;
    private readonly double decay;
    private readonly int threads;

    public WeightAverage(IReadOnlyList<TrainedParameter> parameters, double decay, int threads)
    {
        this.parameters = parameters;
        this.decay = decay;
        this.threads = threads;
        averages = [.. parameters.Select(p => p.Value.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>The averages by parameter name, for checkpoints.</summary>
    public IEnumerable<(string Name, torch.Tensor Value)> State => parameters.Zip(averages, (p, a) => (p.Name, a));

    /// <summary>Moves the averages towards the weights after step <paramref name="step"/> (from 1).</summary>
    public void Update(long step)
    {
        var d = (float)Math.Min(decay, (1.0 + step) / (10 + step));
        Workers.Run(averages.Length, threads, i =>
        {
            var average = Numbers(averages[i]);
            TensorPrimitives.Lerp(Numbers(parameters[i].Value), average, d, average); // w + (a − w)·d
        });
    }

    /// <summary>Exchanges the weights in the model with the averages; a second call puts them back.</summary>
    public void Swap() => Workers.Run(averages.Length, threads, i =>
    {
        var (weights, average) = (Numbers(parameters[i].Value), Numbers(averages[i]));
        Span<float> buffer = stackalloc float[1024];
        for (var at = 0; at < weights.Length; at += buffer.Length)
        {
            var n = Math.Min(buffer.Length, weights.Length - at);
            weights.Slice(at, n).CopyTo(buffer);
            average.Slice(at, n).CopyTo(weights[at..]);
            buffer[..n].CopyTo(average[at..]);
        }
    });

    public void Dispose()
    {
        foreach (var average in averages) average.Dispose();
    }

    private static Span<float> Numbers(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
