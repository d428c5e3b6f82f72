namespace FineGrain.Training.Optimizers;

/// <summary>The rates of one parameter in one step.</summary>
/// <param name="Step">Step number t, from 1.</param>
/// <param name="LearningRate">Learning rate of the parameter.</param>
/// <param name="WeightDecay">Weight decay of the parameter.</param>
/// <param name="GradientScale">Factor on the gradient (clipping).</param>
public readonly record struct UpdateStep(long Step, double LearningRate, double WeightDecay, float GradientScale);
