using TorchSharp;

namespace FineGrain.Training.Optimizers;

/// <summary>A parameter that the optimiser moves, and how.</summary>
/// <param name="Name">Name in the model.</param>
/// <param name="Value">The tensor: float32, contiguous, on the CPU.</param>
/// <param name="LearningRateFactor">Factor on the schedule's learning rate.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="UsedRows">Whether only the rows that the batch used are moved (embedding tables, lazy Adam).</param>
public sealed record TrainedParameter(string Name, torch.Tensor Value, double LearningRateFactor, double WeightDecay, bool UsedRows);
