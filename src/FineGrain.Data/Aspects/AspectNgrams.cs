using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Randomness;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Aspects;

/// <summary>
/// Hashed n-grams that know where the aspect stands. Beside those of the whole text (<see cref="NgramHashing"/>): the aspect's own tokens ('t'), n-grams of its clause with
/// one mark in the aspect's place ('k'), and of the tokens near it ('n'). The clause ends at the nearest token of punctuation alone on each side, that token included.
/// </summary>
internal sealed class AspectNgrams(NgramRecipe recipe, AspectRecipe aspects, Tokenizer tokenizer)
{
    private const uint Mark = uint.MaxValue;
    private readonly NgramHashing plain = new(recipe);
    private readonly ulong buckets = (ulong)(recipe.Buckets - 1);
    private readonly bool[] ends = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => IsPunctuation(tokenizer.TokenOf(id)))];

    /// <summary>The buckets of a text, ascending.</summary>
    /// <param name="left">Token ids before the aspect.</param>
    /// <param name="term">Those of the aspect.</param>
    /// <param name="right">Those after it.</param>
    /// <param name="text">The cleaned text, for n-grams of characters.</param>
    public int[] Of(ReadOnlySpan<int> left, ReadOnlySpan<int> term, ReadOnlySpan<int> right, string text)
    {
        var found = new HashSet<int>();
        plain.Tokens([.. left, .. term, .. right], 'w', found);
        plain.Characters(text, 'c', found);
        if (aspects.ClauseWords > 0)
        {
            Count([.. Units(term)], 't', 2, found);
            var (start, end) = (left.Length, 0);
            while (start > 0) if (ends[left[--start]]) break;
            while (end < right.Length) if (ends[right[end++]]) break;
            Count([.. Units(left[start..]), Mark, .. Units(right[..end])], 'k', aspects.ClauseWords, found);
            if (aspects.NearTokens > 0) Count([.. Units(left[Math.Max(0, left.Length - aspects.NearTokens)..]), Mark, .. Units(right[..Math.Min(right.Length, aspects.NearTokens)])], 'n', aspects.ClauseWords, found);
        }
        return [.. found.Order()];
    }

    private void Count(uint[] units, char kind, int longest, HashSet<int> found)
    {
        for (var from = 0; from < units.Length; from++)
        {
            var hash = StableHash.Add(StableHash.Start, kind);
            for (var to = from; to < Math.Min(units.Length, from + longest); to++)
            {
                hash = StableHash.Add(hash, units[to]);
                found.Add((int)(StableHash.Mix(hash) % buckets) + 1);
            }
        }
    }

    private static uint[] Units(ReadOnlySpan<int> ids)
    {
        var units = new uint[ids.Length];
        for (var i = 0; i < units.Length; i++) units[i] = (uint)ids[i];
        return units;
    }

    private static bool IsPunctuation(string token) => token.Length > 0 && token.All(char.IsPunctuation) && token is not ("'" or "-" or "/");
}
