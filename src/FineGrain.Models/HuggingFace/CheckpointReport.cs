namespace FineGrain.Models.HuggingFace;

/// <summary>What opening a checkpoint took and left, for the run's log.</summary>
/// <param name="Taken">Weights read, by their names in the checkpoint.</param>
/// <param name="Fresh">Weights of pooling and classifier that the checkpoint lacks or has in another shape; they start from random values.</param>
/// <param name="Ignored">Tensors of the checkpoint that the model has no place for: heads of other tasks, buffers.</param>
public sealed record CheckpointReport(IReadOnlyList<string> Taken, IReadOnlyList<string> Fresh, IReadOnlyList<string> Ignored);
