using FineGrain.Core;

namespace FineGrain.Models.Vectors;

/// <summary>A vector for each token of a vocabulary, and for any other word by its character n-grams where those were learned.</summary>
public sealed class StaticVectors
{
    private readonly Dictionary<string, int> places;
    private readonly float[] embeddings;
    private readonly float[] ngrams;

    /// <summary>Vectors that own the arrays they are given.</summary>
    /// <param name="tokens">The vocabulary, most frequent first after the special tokens.</param>
    /// <param name="width">Numbers of a vector.</param>
    /// <param name="embeddings">Row-major [tokens, width]; a row of zeros is no vector (special tokens that no text has).</param>
    /// <param name="buckets">How n-grams find their rows, or null.</param>
    /// <param name="ngrams">Row-major [buckets, width]; empty without n-grams.</param>
    /// <param name="lowercase">Whether the tokens stand in lower case.</param>
    public StaticVectors(IReadOnlyList<string> tokens, int width, float[] embeddings, NgramBuckets? buckets, float[] ngrams, bool lowercase)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(embeddings);
        ArgumentNullException.ThrowIfNull(ngrams);
        if (embeddings.Length != tokens.Count * width) throw new ArgumentException($"{embeddings.Length} numbers are not {tokens.Count} vectors of {width}", nameof(embeddings));
        if (ngrams.Length != (buckets?.Count ?? 0) * width) throw new ArgumentException($"{ngrams.Length} numbers are not {buckets?.Count ?? 0} vectors of {width}", nameof(ngrams));
        (Tokens, Width, this.embeddings, Buckets, this.ngrams, Lowercase) = (tokens, width, embeddings, buckets, ngrams, lowercase);
        places = new(tokens.Count, StringComparer.Ordinal);
        for (var i = 0; i < tokens.Count; i++) places.TryAdd(tokens[i], i);
    }

    /// <summary>The vocabulary by row.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>Numbers of a vector.</summary>
    public int Width { get; }

    /// <summary>How n-grams find their rows; null without n-grams.</summary>
    public NgramBuckets? Buckets { get; }

    /// <summary>Whether the tokens stand in lower case.</summary>
    public bool Lowercase { get; }

    internal float[] Embeddings => embeddings;

    internal float[] Ngrams => ngrams;

    /// <summary>Tokens that have a vector, in the order of the rows.</summary>
    public IEnumerable<string> Known => Tokens.Where((_, row) => HasVector(row));

    /// <summary>Writes the vector of a word and says where it came from: the word as it stands, in lower case, its n-grams, or nowhere (the target then stays as it was).</summary>
    /// <param name="word">A token of any vocabulary.</param>
    /// <param name="vector">Target of <see cref="Width"/> numbers.</param>
    public VectorOrigin Find(string word, Span<float> vector)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (places.TryGetValue(word, out var row) && HasVector(row))
        {
            Row(row).CopyTo(vector);
            return VectorOrigin.Word;
        }
        var lower = word.ToLowerInvariant();
        if (places.TryGetValue(lower, out row) && HasVector(row))
        {
            Row(row).CopyTo(vector);
            return VectorOrigin.LowerCase;
        }
        if (Buckets?.Of(Lowercase ? lower : word) is not { Length: > 0 } grams) return VectorOrigin.None;
        vector.Clear();
        foreach (var gram in grams)
            for (var i = 0; i < Width; i++) vector[i] += ngrams[gram * Width + i];
        var share = 1 / MathF.Sqrt(grams.Length);
        for (var i = 0; i < Width; i++) vector[i] *= share;
        return VectorOrigin.Ngrams;
    }

    /// <summary>The tokens whose vectors point most nearly the same way, by cosine, the word itself left out.</summary>
    /// <exception cref="InputException">The word has no vector.</exception>
    public IReadOnlyList<(string Token, double Cosine)> Nearest(string word, int count)
    {
        var vector = new float[Width];
        if (Find(word, vector) == VectorOrigin.None) throw new InputException(word, $"has no vector. {Core.Nearest.Hint(word, [.. Known.Take(5000)])}");
        var self = Lowercase ? word.ToLowerInvariant() : word;
        return [.. Enumerable.Range(0, Tokens.Count).Where(row => HasVector(row) && Tokens[row] != self)
            .Select(row => (Tokens[row], Cosine(vector, Row(row)))).OrderByDescending(n => n.Item2).Take(count)];
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (product, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++) (product, first, second) = (product + a[i] * b[i], first + a[i] * a[i], second + b[i] * b[i]);
        return product / Math.Max(1e-30, Math.Sqrt(first * second));
    }

    internal ReadOnlySpan<float> Row(int row) => embeddings.AsSpan(row * Width, Width);

    internal bool HasVector(int row) => Row(row).ContainsAnyExcept(0f);
}
