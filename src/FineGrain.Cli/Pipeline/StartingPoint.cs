using FineGrain.Models;

namespace FineGrain.Cli.Pipeline;

/// <summary>Weights to begin with in place of fresh ones: those of a trained model, pruned or as they are.</summary>
/// <param name="Open">The network for a seed of dropout; the caller owns it.</param>
/// <param name="Identity">What decides the weights: a checkpoint that began elsewhere is refused by it.</param>
internal sealed record StartingPoint(Func<int, TextModel> Open, string Identity);
