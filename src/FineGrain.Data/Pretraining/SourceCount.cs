namespace FineGrain.Data.Pretraining;

/// <summary>What a source gave to a pretraining.</summary>
/// <param name="Path">The file as the recipe names it.</param>
/// <param name="Read">Texts read.</param>
/// <param name="HeldOut">Texts left out because they stand in a held-out file.</param>
/// <param name="Repeated">Texts left out because they stood before, in this source or an earlier one.</param>
public sealed record SourceCount(string Path, int Read, int HeldOut, int Repeated)
{
    /// <summary>Texts that are learned from.</summary>
    public int Kept => Read - HeldOut - Repeated;
}
