using System.Text;

namespace FineGrain.Models.Vectors;

/// <summary>
/// The rows of a word's character n-grams in a hashed table: all n-grams of &lt;word&gt; by code points, FNV-1a of their UTF-8 bytes modulo the buckets
/// (Bojanowski et al. 2017, section 3.2).
/// </summary>
/// <param name="shortest">Shortest n-gram in code points.</param>
/// <param name="longest">Longest n-gram.</param>
/// <param name="count">Buckets.</param>
public sealed class NgramBuckets(int shortest, int longest, int count)
{
    private const uint Basis = 2166136261, Prime = 16777619; // FNV-1a, 32 bits

    /// <summary>Shortest n-gram in code points.</summary>
    public int Shortest => shortest;

    /// <summary>Longest n-gram in code points.</summary>
    public int Longest => longest;

    /// <summary>Buckets.</summary>
    public int Count => count;

    /// <summary>The buckets of a word, one for each n-gram, in the order of their starts and lengths; a border alone is none.</summary>
    public int[] Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        byte[][] symbols = [[(byte)'<'], .. word.EnumerateRunes().Select(r => Encoding.UTF8.GetBytes(r.ToString())), [(byte)'>']];
        var found = new List<int>();
        for (var start = 0; start < symbols.Length; start++)
        {
            var hash = Basis;
            for (var length = 1; length <= longest && start + length <= symbols.Length; length++)
            {
                foreach (var value in symbols[start + length - 1]) hash = (hash ^ value) * Prime;
                if (length >= shortest && !(length == 1 && (start == 0 || start == symbols.Length - 1))) found.Add((int)(hash % (uint)count));
            }
        }
        return [.. found];
    }
}
