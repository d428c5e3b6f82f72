using FineGrain.Core;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Augmenting;

/// <summary>Words and characters of the training texts, drawn by how often they occur.</summary>
internal sealed class UnitFrequencies
{
    private readonly (string[] Units, long[] Until)[] byKind;

    /// <summary>Counts the units of <paramref name="examples"/>.</summary>
    public UnitFrequencies(IEnumerable<Example> examples)
    {
        var counts = examples.SelectMany(e => TextUnit.Cut(e.Text)).CountBy(u => u).ToList();
        byKind = [Table(UnitKind.Gap), Table(UnitKind.Word), Table(UnitKind.Character)];

        (string[], long[]) Table(UnitKind kind)
        {
            var sorted = counts.Where(c => kind != UnitKind.Gap && c.Key.Kind == kind).OrderBy(c => c.Key.Text, StringComparer.Ordinal).ToList();
            var sum = 0L;
            return ([.. sorted.Select(c => c.Key.Text)], [.. sorted.Select(c => sum += c.Value)]);
        }
    }

    /// <summary>A unit of <paramref name="kind"/>, by frequency; null when the texts have none.</summary>
    public string? Draw(UnitKind kind, SeededRandom random)
    {
        var (units, until) = byKind[(int)kind];
        if (units.Length == 0) return null;
        var at = Array.BinarySearch(until, (long)(random.Share() * until[^1]) + 1);
        return units[at >= 0 ? at : ~at];
    }
}
