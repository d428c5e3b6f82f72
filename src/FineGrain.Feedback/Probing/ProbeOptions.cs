namespace FineGrain.Feedback.Probing;

/// <summary>How a probe learns.</summary>
public sealed record ProbeOptions
{
    /// <summary>Passes over the rows.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>Step size of AdaGrad.</summary>
    public double LearningRate { get; init; } = 0.3;

    /// <summary>L2 pull towards the start, per row visit.</summary>
    public double Pull { get; init; } = 1e-4;

    /// <summary>Factor on the naive-Bayes log-odds that the weights start from (Wang and Manning 2012); 0 starts from zero.</summary>
    public double NaiveBayes { get; init; } = 0.25;

    /// <summary>Seed of the order of rows.</summary>
    public int Seed { get; init; } = 1;
}
