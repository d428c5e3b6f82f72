using FineGrain.Core.Recipes;
using FineGrain.Data.Randomness;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Batching;

/// <summary>
/// Hashed n-grams of tokens and characters (the hashing trick, Weinberger et al. 2009), binarized: each bucket counts once a text.
/// Bucket = 1 + hash mod (buckets − 1), hash = <see cref="StableHash"/> over the kind ('w' text tokens, 'c' text characters, 'W' and 'C' of the pair) and
/// the token ids or lower-cased UTF-16 units. Characters run over word borders; the text begins and ends with a space and runs of white space are one.
/// </summary>
internal sealed class NgramHashing(NgramRecipe recipe)
{
    private readonly ulong buckets = (ulong)(recipe.Buckets - 1);

    /// <summary>The buckets of an untruncated encoding and its cleaned texts, ascending.</summary>
    public int[] Of(Encoding encoding, string text, string? pair)
    {
        var found = new HashSet<int>();
        Tokens(encoding, 0, 'w', found);
        Characters(text, 'c', found);
        if (pair is not null)
        {
            Tokens(encoding, 1, 'W', found);
            Characters(pair, 'C', found);
        }
        var ids = new int[found.Count];
        found.CopyTo(ids);
        Array.Sort(ids);
        return ids;
    }

    private void Tokens(Encoding encoding, int sequence, char kind, HashSet<int> found)
    {
        var ids = new List<int>(encoding.Ids.Length);
        for (var i = 0; i < encoding.Ids.Length; i++)
            if (encoding.Sequence[i] == sequence) ids.Add(encoding.Ids[i]);
        Tokens(ids, kind, found);
    }

    /// <summary>Adds the n-grams of a list of tokens.</summary>
    public void Tokens(List<int> ids, char kind, HashSet<int> found)
    {
        for (var from = 0; from < ids.Count; from++)
        {
            var hash = StableHash.Add(StableHash.Start, kind);
            for (var to = from; to < Math.Min(ids.Count, from + recipe.Words); to++)
            {
                hash = StableHash.Add(hash, (uint)ids[to]);
                found.Add(Bucket(hash));
            }
        }
    }

    /// <summary>Adds the n-grams of the characters of a text.</summary>
    public void Characters(string text, char kind, HashSet<int> found)
    {
        if (recipe.Characters == 0) return;
        var units = Folded(text);
        for (var from = 0; from < units.Length; from++)
        {
            if (char.IsLowSurrogate(units[from])) continue;
            var hash = StableHash.Add(StableHash.Start, kind);
            for (int to = from, count = 0; to < units.Length && count < recipe.Characters; to++)
            {
                hash = StableHash.Add(hash, units[to]);
                if (char.IsHighSurrogate(units[to])) continue;
                if (++count >= recipe.MinCharacters && !(count == 1 && units[to] == ' ')) found.Add(Bucket(hash));
            }
        }
    }

    private static ReadOnlySpan<char> Folded(string text)
    {
        var units = new char[text.Length + 2];
        var length = 0;
        units[length++] = ' ';
        foreach (var unit in text)
        {
            var folded = char.IsWhiteSpace(unit) ? ' ' : char.ToLowerInvariant(unit);
            if (folded != ' ' || units[length - 1] != ' ') units[length++] = folded;
        }
        if (units[length - 1] != ' ') units[length++] = ' ';
        return units.AsSpan(0, length);
    }

    private int Bucket(ulong hash) => (int)(StableHash.Mix(hash) % buckets) + 1;
}
