using FineGrain.Core.Recipes;
using FineGrain.Models.Vectors;

namespace FineGrain.Training.Vectors;

/// <summary>All numbers that CBOW learns; rows are padded with zeros to whole vector registers.</summary>
internal sealed unsafe class CbowWeights
{
    private readonly VectorsRecipe recipe;
    private readonly int[][] grams;

    public CbowWeights(VectorsRecipe recipe, IReadOnlyList<string> tokens, long[] counts, int seed)
    {
        this.recipe = recipe;
        Stride = (recipe.Width + VectorKernels.Lanes - 1) / VectorKernels.Lanes * VectorKernels.Lanes;
        Buckets = recipe.MaxNgram > 0 ? new(recipe.MinNgram, recipe.MaxNgram, recipe.Buckets) : null;
        // Tokens that no text has, such as [PAD], learn nothing and shall not lend their letters either.
        grams = [.. tokens.Select((token, id) => Buckets is null || counts[id] == 0 || IsSpecial(token) ? [] : Buckets.Of(token).Select(g => tokens.Count + g).ToArray())];
        Input = Rows(tokens.Count + (Buckets?.Count ?? 0));
        Output = Rows(tokens.Count);
        Positions = Rows(2 * recipe.Window + 1);
        var random = new RandomWords(seed, -1);
        // Uniform in ±1/(2D), as word2vec begins; output rows begin at 0, position weights at 1.
        for (var row = 0; row < Input.Length / Stride; row++)
            for (var i = 0; i < recipe.Width; i++)
            {
                var value = ((random.Next32() >> 8) * (1f / (1 << 24)) - 0.5f) / recipe.Width;
                if (row >= counts.Length || counts[row] > 0) Input[row * Stride + i] = value;
            }
        for (var row = 0; row < Positions.Length / Stride; row++) Positions.AsSpan(row * Stride, recipe.Width).Fill(1);
    }

    /// <summary>Length of a row.</summary>
    public int Stride { get; }

    public NgramBuckets? Buckets { get; }

    /// <summary>Rows of the tokens, then of the n-gram buckets.</summary>
    public float[] Input { get; }

    /// <summary>Rows of the tokens as something to be predicted.</summary>
    public float[] Output { get; }

    /// <summary>Weights of the places −window to window of a context.</summary>
    public float[] Positions { get; }

    /// <summary>Rows of <see cref="Input"/> that a token is made of beside its own.</summary>
    public int[] Ngrams(int token) => grams[token];

    /// <summary>The factor of the sum of a token's rows: 1/√rows keeps its size, however many n-grams it has.</summary>
    public float Share(int token) => 1 / MathF.Sqrt(1 + grams[token].Length);

    /// <summary>The vector of a token: its row and those of its n-grams, times <see cref="Share"/>.</summary>
    public void Compose(float* input, int token, float* vector)
    {
        new ReadOnlySpan<float>(input + (long)token * Stride, Stride).CopyTo(new Span<float>(vector, Stride));
        if (grams[token].Length == 0) return;
        foreach (var row in grams[token]) VectorKernels.Add(vector, input + (long)row * Stride, Stride);
        VectorKernels.Scale(vector, Share(token), Stride);
    }

    /// <summary>What models start from.</summary>
    public StaticVectors ToVectors(IReadOnlyList<string> tokens, bool lowercase)
    {
        var width = recipe.Width;
        var embeddings = new float[tokens.Count * width];
        var ngrams = new float[(Buckets?.Count ?? 0) * width];
        Span<float> vector = stackalloc float[Stride];
        fixed (float* input = Input, composed = vector)
        {
            for (var token = 0; token < tokens.Count; token++)
            {
                Compose(input, token, composed);
                vector[..width].CopyTo(embeddings.AsSpan(token * width));
            }
        }
        for (var row = 0; row < ngrams.Length / width; row++) Input.AsSpan((tokens.Count + row) * Stride, width).CopyTo(ngrams.AsSpan(row * width));
        return new(tokens, width, embeddings, Buckets, ngrams, lowercase);
    }

    private float[] Rows(int count) => GC.AllocateArray<float>(checked(count * Stride), pinned: true);

    private static bool IsSpecial(string token) => token.StartsWith('[') && token.EndsWith(']') && token.Length > 2;
}
