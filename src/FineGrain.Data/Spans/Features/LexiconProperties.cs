namespace FineGrain.Data.Spans.Features;

/// <summary>The properties that a lexicon gives to units. Sets of words, hashed, stand for the pooled word vectors of Ma et al. 2020.</summary>
internal static class LexiconProperties
{
    /// <summary>What the names of all of them begin with.</summary>
    public const string Prefix = "lexicon";

    private const int Longest = 8;

    /// <summary>Adds them to the table of properties.</summary>
    public static void AddTo(Dictionary<string, UnitProperty> all)
    {
        all[$"{Prefix}_sets"] = (text, i) => 1UL + (Has(text.Matches.Begin, i) | Has(text.Matches.Inside, i) << 1 | Has(text.Matches.End, i) << 2 | Has(text.Matches.Single, i) << 3);
        Set(all, "begin", m => m.Begin);
        Set(all, "inside", m => m.Inside);
        Set(all, "end", m => m.End);
        Set(all, "single", m => m.Single);
    }

    private static void Set(Dictionary<string, UnitProperty> all, string name, Func<LexiconMatches, LexiconMatch[]> set)
    {
        all[$"{Prefix}_{name}"] = (text, i) => (ulong)Math.Min(set(text.Matches)[i].Length, Longest);
        all[$"{Prefix}_{name}_word"] = (text, i) => set(text.Matches)[i] is { Length: > 0 } match ? text.Lexicon![match.Id].Word : 0;
        all[$"{Prefix}_{name}_type"] = (text, i) => set(text.Matches)[i] is { Length: > 0 } match ? text.Lexicon![match.Id].Types : 0;
    }

    private static ulong Has(LexiconMatch[] set, int at) => set[at].Length > 0 ? 1UL : 0;
}
