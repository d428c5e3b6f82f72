using FineGrain.Training.Optimizers;
using TorchSharp;

namespace FineGrain.Training;

/// <summary>
/// Exponential moving average of the trained weights (Polyak and Juditsky 1992; the decay grows as min(d, (1 + t) / (10 + t)) so that the random
/// first weights do not linger).
/// </summary>
internal sealed unsafe class WeightAverage : IDisposable
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
        var share = (float)(1 - Math.Min(decay, (1.0 + step) / (10 + step)));
        ForEachPiece((weights, average, length) => RowKernels.MoveTowards(weights, average, share, length));
    }

    /// <summary>Exchanges the weights in the model with the averages; a second call puts them back.</summary>
    public void Swap() => ForEachPiece(RowKernels.Swap);

    private delegate void PieceWork(float* weights, float* average, long length);

    private void ForEachPiece(PieceWork work) => Workers.Run(averages.Length, threads, averages.Sum(a => a.numel()), i =>
        work(TensorMemory.Floats(parameters[i].Value), TensorMemory.Floats(averages[i]), averages[i].numel()));

    public void Dispose()
    {
        foreach (var average in averages) average.Dispose();
    }
}
