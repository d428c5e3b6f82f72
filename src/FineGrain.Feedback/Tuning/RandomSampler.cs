namespace FineGrain.Feedback.Tuning;

/// <summary>Independent even draws (Bergstra and Bengio 2012): the baseline that a cleverer sampler must beat.</summary>
/// <param name="seed">Seed of the draws.</param>
public sealed class RandomSampler(int seed) : ISampler
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Next(IReadOnlyList<Parameter> parameters, IReadOnlyList<Trial> done, int number)
    {
        var random = SeededDraws.Of(seed, number);
        return parameters.ToDictionary(p => p.Path, p => p.FromUnit(random.NextDouble()), StringComparer.Ordinal);
    }
}
