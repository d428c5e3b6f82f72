using System.Globalization;
using FineGrain.Core;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Spans.Features;

/// <summary>A conjunction of unit properties, each at a place beside the unit: <c>word@-1+word</c> is the word before together with the word.</summary>
/// <param name="Seed">Where its hash begins: the hash of its text, so that the order of templates does not matter.</param>
/// <param name="Parts">Positions in the list of properties, and places.</param>
internal sealed record FeatureTemplate(ulong Seed, (int Property, int Place)[] Parts)
{
    /// <summary>Parts two equal values in one template (2⁶⁴ / golden ratio).</summary>
    public const ulong Step = 0x9E3779B97F4A7C15UL;

    /// <summary>The farthest neighbour.</summary>
    private const int Farthest = 8;

    /// <summary>Where the recipe has them.</summary>
    public const string Key = "spans.features.templates";

    /// <summary>Reads a template; properties that it is the first to ask for are added to <paramref name="names"/>.</summary>
    /// <exception cref="InputException">A property is unknown or a place no number.</exception>
    public static FeatureTemplate Parse(string template, List<string> names) =>
        new(StableHash.Of(template), [.. template.Split('+').Select(part => Part(part, template, names))]);

    private static (int, int) Part(string part, string template, List<string> names)
    {
        var at = part.IndexOf('@', StringComparison.Ordinal);
        var (name, place) = (at < 0 ? part : part[..at], 0);
        if (at >= 0 && (!int.TryParse(part.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out place) || Math.Abs(place) > Farthest))
            throw new InputException(Key, $"'{template}': '{part[(at + 1)..]}' is no place; after '@' stands a whole number from -{Farthest} to {Farthest}, such as -1 for the unit before.");
        if (!UnitProperties.Names.Contains(name, StringComparer.Ordinal))
            throw new InputException(Key, $"'{template}': '{name}' is neither a preset nor a property of a unit. {Nearest.Hint(name, [.. FeaturePresets.Names, .. UnitProperties.Names])}");
        var known = names.IndexOf(name);
        if (known >= 0) return (known, place);
        names.Add(name);
        return (names.Count - 1, place);
    }
}
