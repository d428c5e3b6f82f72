namespace FineGrain.Models.Pruning;

/// <summary>Indices [<paramref name="Start"/>, Start + <paramref name="Length"/>) of one dimension of a parameter.</summary>
/// <param name="Parameter">A name of <c>named_parameters()</c>.</param>
/// <param name="Dimension">The dimension, from 0.</param>
/// <param name="Start">First index.</param>
/// <param name="Length">Number of indices.</param>
public sealed record UnitSlice(string Parameter, int Dimension, long Start, long Length = 1);
