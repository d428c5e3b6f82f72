namespace FineGrain.Core;

/// <summary>Finds the known name closest to a mistyped one, for "did you mean".</summary>
public static class Nearest
{
    /// <summary>The known name with the smallest edit distance to <paramref name="name"/>, or null when none is closer than half its length.</summary>
    public static string? To(string name, IEnumerable<string> known) =>
        known.Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(c => c.distance <= Math.Max(2, name.Length / 2))
            .OrderBy(c => c.distance).ThenBy(c => c.candidate, StringComparer.Ordinal)
            .Select(c => c.candidate).FirstOrDefault();

    /// <summary>The sentence for an unknown name: the nearest one and all that are known.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known) =>
        (To(name, known) is { } near ? $"Did you mean '{near}'? " : "") + $"Known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";

    /// <summary>Levenshtein distance with case folded.</summary>
    private static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
