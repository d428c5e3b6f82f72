namespace FineGrain.Feedback.Tuning;

/// <summary>Proposes settings.</summary>
public interface ISampler
{
    /// <summary>A setting to try next.</summary>
    /// <param name="parameters">What varies.</param>
    /// <param name="done">Finished trials; the last rung that each setting reached.</param>
    /// <param name="number">Number of the new setting: with the seed, all that decides the draw.</param>
    IReadOnlyDictionary<string, string> Next(IReadOnlyList<Parameter> parameters, IReadOnlyList<Trial> done, int number);
}
