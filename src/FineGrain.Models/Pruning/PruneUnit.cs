namespace FineGrain.Models.Pruning;

/// <summary>The least that can be taken out of a network whole: a head, an inner unit, a filter, a layer.</summary>
public sealed record PruneUnit
{
    /// <summary>What leaves with it. Empty for a layer, whose parameters leave by name.</summary>
    public IReadOnlyList<UnitSlice> Weights { get; init; } = [];

    /// <summary>
    /// The weights that its output is multiplied with, all of them: Σ w · ∂L/∂w over these is the derivative of the loss by a factor on the unit's output
    /// (Michel et al. 2019, equation 3, by the chain rule).
    /// </summary>
    public required IReadOnlyList<UnitSlice> Gates { get; init; }
}
