using FineGrain.Data.Randomness;

namespace FineGrain.Data.Duplicates;

/// <summary>
/// The set of hashed shingles that near-duplicate search compares: runs of 3 units of the folded text where most are Chinese, Japanese or Korean, else
/// runs of 5. A shorter text is its own shingle.
/// </summary>
internal static class Shingles
{
    /// <summary>Distinct shingle hashes, ascending; empty for an empty text.</summary>
    public static ulong[] Of(TextKey key)
    {
        var folded = key.Pair is null ? key.Text : $"{key.Text}\0{key.Pair}";
        if (folded.Length == 0) return [];
        var cjk = folded.Count(c => c is >= '\u3041' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7A3' or >= '\uD800' and <= '\uDFFF');
        var width = Math.Min(folded.Length, cjk * 2 > folded.Length ? 3 : 5);
        var hashes = new ulong[folded.Length - width + 1];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = StableHash.Of(folded.AsSpan(i, width));
        Array.Sort(hashes);
        var distinct = 0;
        for (var i = 0; i < hashes.Length; i++)
            if (i == 0 || hashes[i] != hashes[distinct - 1]) hashes[distinct++] = hashes[i];
        return hashes[..distinct];
    }

    /// <summary>Jaccard similarity |a ∩ b| / |a ∪ b| of two ascending sets; 0 when both are empty.</summary>
    public static double Jaccard(ulong[] a, ulong[] b)
    {
        int i = 0, j = 0, shared = 0;
        while (i < a.Length && j < b.Length)
        {
            var (left, right) = (a[i], b[j]);
            if (left == right) shared++;
            if (left <= right) i++;
            if (right <= left) j++;
        }
        var union = a.Length + b.Length - shared;
        return union == 0 ? 0 : (double)shared / union;
    }
}
