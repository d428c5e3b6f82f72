using FineGrain.Core.Recipes;

namespace FineGrain.Training.Vectors;

/// <summary>
/// CBOW with negative sampling over one block of text. With x_j the vector of token j, d_p the weights of place p, o_w the output row of w and C the tokens of the window:
/// h = 1/C Σ d_p ⊙ x_(t+p), loss = −log σ(o_t · h) − Σ log σ(−o_n · h) (Mikolov et al. 2013; d_p: Mikolov et al. 2018, equation 4). The gradient of x carries the 1/C
/// that word2vec and fastText leave out (İrsoy, Benton and Stratos 2021). The vectors and place weights of a block move together at its end; output rows at once.
/// </summary>
internal sealed unsafe class CbowPass
{
    /// <summary>Most tokens of a block: its vectors and their gradients fit the second-level cache.</summary>
    public const int MostTokens = 128;

    private readonly VectorsRecipe recipe;
    private readonly CbowWeights weights;
    private readonly TokenDraws draws;
    private readonly int stride;
    private readonly float[] vectors, gradients, places, hidden, error;
    private readonly int[] tokens = new int[MostTokens];

    public CbowPass(VectorsRecipe recipe, CbowWeights weights, TokenDraws draws)
    {
        (this.recipe, this.weights, this.draws, stride) = (recipe, weights, draws, weights.Stride);
        (vectors, gradients) = (Pinned(MostTokens * stride), Pinned(MostTokens * stride));
        (places, hidden, error) = (Pinned(weights.Positions.Length), Pinned(stride), Pinned(stride));
    }

    /// <summary>Sum of the losses since the last <see cref="Reset"/>.</summary>
    public double Loss { get; private set; }

    /// <summary>Tokens that were predicted since then.</summary>
    public long Predictions { get; private set; }

    public void Reset() => (Loss, Predictions) = (0, 0);

    /// <summary>Learns from one block.</summary>
    public void Learn(ReadOnlySpan<int> block, float rate, ref RandomWords random)
    {
        var count = 0;
        foreach (var token in block)
            if (draws.IsKept(token, ref random)) tokens[count++] = token;
        if (count < 2) return;
        fixed (float* input = weights.Input, output = weights.Output, positions = weights.Positions, x = vectors, g = gradients, d = places, h = hidden, e = error)
        {
            for (var i = 0; i < count; i++) weights.Compose(input, tokens[i], x + i * stride);
            gradients.AsSpan(0, count * stride).Clear();
            places.AsSpan().Clear();
            for (var i = 0; i < count; i++)
            {
                var reach = 1 + random.Below(recipe.Window);
                var (from, to) = (Math.Max(0, i - reach), Math.Min(count - 1, i + reach));
                var share = 1f / (to - from);
                Gather(x, positions, h, from, i, to, share);
                error.AsSpan().Clear();
                Predict(output, h, e, tokens[i], rate, ref random);
                VectorKernels.Scale(e, rate * share, stride);
                Spread(x, g, positions, d, e, from, i, to);
            }
            Move(input, positions, g, d, count);
        }
    }

    private void Gather(float* x, float* positions, float* h, int from, int at, int to, float share)
    {
        new Span<float>(h, stride).Clear();
        for (var j = from; j <= to; j++)
        {
            if (j == at) continue;
            if (recipe.Positions) VectorKernels.AddProduct(h, positions + (j - at + recipe.Window) * stride, x + j * stride, stride);
            else VectorKernels.Add(h, x + j * stride, stride);
        }
        VectorKernels.Scale(h, share, stride);
    }

    /// <summary>Scores the true token and the negatives; <paramref name="e"/> becomes the falling direction of h.</summary>
    private void Predict(float* output, float* h, float* e, int truth, float rate, ref RandomWords random)
    {
        var loss = 0f;
        for (var k = 0; k <= recipe.Negatives; k++)
        {
            var token = k == 0 ? truth : draws.Negative(ref random);
            if (k > 0 && token == truth) continue;
            var row = output + (long)token * stride;
            var score = VectorKernels.Dot(h, row, stride);
            loss += Logistic.Loss(k == 0 ? score : -score);
            VectorKernels.Exchange(e, row, h, (k == 0 ? 1 : 0) - Logistic.Sigmoid(score), rate, stride);
        }
        Loss += loss;
        Predictions++;
    }

    private void Spread(float* x, float* g, float* positions, float* d, float* e, int from, int at, int to)
    {
        for (var j = from; j <= to; j++)
        {
            if (j == at) continue;
            if (recipe.Positions)
            {
                var place = (j - at + recipe.Window) * stride;
                VectorKernels.AddProduct(g + j * stride, positions + place, e, stride);
                VectorKernels.AddProduct(d + place, x + j * stride, e, stride);
            }
            else VectorKernels.Add(g + j * stride, e, stride);
        }
    }

    private void Move(float* input, float* positions, float* g, float* d, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var gradient = g + i * stride;
            var share = weights.Share(tokens[i]);
            VectorKernels.AddScaled(input + (long)tokens[i] * stride, gradient, share, stride);
            foreach (var row in weights.Ngrams(tokens[i])) VectorKernels.AddScaled(input + (long)row * stride, gradient, share, stride);
        }
        // All tokens share the place weights: their gradients are averaged over the block. The sum would move them a hundred times as fast as any vector, and diverge.
        if (recipe.Positions) VectorKernels.AddScaled(positions, d, 1f / count, places.Length);
    }

    private static float[] Pinned(int count) => GC.AllocateArray<float>(count, pinned: true);
}
