using FineGrain.Data.Randomness;

namespace FineGrain.Data.Duplicates;

/// <summary>
/// The set of hashed shingles that near-duplicate search compares: runs of 3 characters where most letters are Chinese, Japanese or Korean, else runs
/// of 5; of letters and digits in lower case, with one space for all that stands between. A shorter text is its own shingle.
/// </summary>
internal static class Shingles
{
    /// <summary>Distinct shingle hashes, ascending; empty for a text without letters and digits.</summary>
    public static ulong[] Of(TextKey key)
    {
        var units = new List<char>(key.Text.Length + 2);
        var cjk = Fold(key.Text, units);
        if (key.Pair is not null)
        {
            units.Add('\0');
            cjk += Fold(key.Pair, units);
        }
        var folded = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(units);
        if (folded.Length == 0) return [];
        var width = Math.Min(folded.Length, cjk * 2 > folded.Length ? 3 : 5);
        var hashes = new ulong[folded.Length - width + 1];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = StableHash.Of(folded.Slice(i, width));
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
            if (a[i] == b[j]) shared++;
            var (left, right) = (a[i], b[j]);
            if (left <= right) i++;
            if (right <= left) j++;
        }
        var union = a.Length + b.Length - shared;
        return union == 0 ? 0 : (double)shared / union;
    }

    /// <summary>Appends the folded text; returns how many of its units are Chinese, Japanese or Korean.</summary>
    private static int Fold(string text, List<char> units)
    {
        var (begin, cjk) = (units.Count, 0);
        foreach (var unit in text)
        {
            if (char.IsLetterOrDigit(unit) || char.IsSurrogate(unit))
            {
                units.Add(char.ToLowerInvariant(unit));
                if (unit is >= '\u3041' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7A3') cjk++;
            }
            else if (units.Count > begin && units[^1] != ' ')
            {
                units.Add(' ');
            }
        }
        if (units.Count > begin && units[^1] == ' ') units.RemoveAt(units.Count - 1);
        return cjk;
    }
}
