using FineGrain.Core;

namespace FineGrain.Feedback.Improving;

/// <summary>Dev in two: one half that choices are made on, as often as one likes, and one that only the gate looks at. By the text alone, so that the halves never change.</summary>
public static class DevHalves
{
    /// <summary>The half for choices.</summary>
    public static IReadOnlyList<Example> Choose(IReadOnlyList<Example> dev) => [.. dev.Where(e => !IsLocked(e))];

    /// <summary>The locked half.</summary>
    public static IReadOnlyList<Example> Confirm(IReadOnlyList<Example> dev) => [.. dev.Where(IsLocked)];

    private static bool IsLocked(Example example)
    {
        // FNV-1a with a final mix: the lowest bit of a plain FNV hash is the parity of the lowest bits of the text.
        var hash = 14695981039346656037UL;
        foreach (var unit in $"{example.Text}\n{example.Pair}") hash = unchecked((hash ^ unit) * 1099511628211UL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL);
        return ((hash >> 40) & 1) == 1;
    }
}
