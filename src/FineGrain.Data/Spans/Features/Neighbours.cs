using System.Runtime.InteropServices;

namespace FineGrain.Data.Spans.Features;

/// <summary>How often each character stands on one side of each sequence. An edge (a mark, the end of a text) is a new neighbour each time, as in accessor variety (Feng et al. 2004).</summary>
internal sealed class Neighbours
{
    private readonly Dictionary<(ulong Sequence, char Neighbour), int> counts = [];

    /// <summary>Adds a neighbour; '\0' is an edge.</summary>
    public void Add(ulong sequence, char neighbour) => CollectionsMarshal.GetValueRefOrAddDefault(counts, (sequence, neighbour), out _)++;

    /// <summary>H = −Σ p ln p of the neighbours of each sequence.</summary>
    /// <param name="totals">Count of each sequence.</param>
    public Dictionary<ulong, double> Entropies(Dictionary<ulong, int> totals)
    {
        var entropies = new Dictionary<ulong, double>();
        foreach (var ((sequence, neighbour), count) in counts)
        {
            double total = totals[sequence];
            var part = neighbour == '\0' ? count / total * Math.Log(total) : -count / total * Math.Log(count / total);
            CollectionsMarshal.GetValueRefOrAddDefault(entropies, sequence, out _) += part;
        }
        return entropies;
    }
}
