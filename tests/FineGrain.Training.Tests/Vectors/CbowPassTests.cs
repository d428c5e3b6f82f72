using FineGrain.Core.Recipes;
using FineGrain.Training.Vectors;

namespace FineGrain.Training.Tests.Vectors;

public sealed class CbowPassTests
{
    private static readonly string[] Tokens = ["[PAD]", "cat", "cats", "dog", "sat"];
    private static readonly long[] Counts = [0, 40, 30, 20, 10];
    private static readonly int[] Block = [1, 3, 4, 2, 1, 4];

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    [InlineData(true, 0)]
    public void The_first_move_of_a_block_is_the_gradient_of_its_loss_by_central_differences(bool positions, int longestNgram)
    {
        var recipe = new VectorsRecipe { Width = 5, Window = 2, Negatives = 2, Positions = positions, Subsample = 0, MinNgram = 2, MaxNgram = longestNgram, Buckets = 7 };
        var start = Filled(recipe);
        var moved = Filled(recipe);
        const float Rate = 1e-3f; // small enough that the output rows, which move at once, do not bend the rest
        new CbowPass(recipe, moved, new(Counts, 0)).Learn(Block, Rate, ref Stream());

        Agree(start.Input, moved.Input, "input");
        Agree(start.Output, moved.Output, "output");
        if (positions) Agree(start.Positions, moved.Positions, "positions", Block.Length); // averaged over the block
        else Assert.Equal(start.Positions, moved.Positions);

        void Agree(float[] before, float[] after, string table, int share = 1)
        {
            var largest = 0.0;
            for (var i = 0; i < before.Length; i++)
            {
                var numeric = Difference(recipe, table, i);
                var taken = share * (after[i] - before[i]) / Rate;
                largest = Math.Max(largest, Math.Abs(numeric));
                Assert.True(Math.Abs(numeric + taken) < 2e-3, $"{table}[{i}]: moved by {taken} per rate, gradient {numeric}");
            }
            Assert.True(largest > 0.01, "the gradient of the whole table is 0: nothing was tested");
        }
    }

    [Fact]
    public void The_reported_loss_is_that_of_the_formula()
    {
        var recipe = new VectorsRecipe { Width = 5, Window = 2, Negatives = 3, Subsample = 0, MinNgram = 2, MaxNgram = 3, Buckets = 7 };
        var pass = new CbowPass(recipe, Filled(recipe), new(Counts, 0));
        pass.Learn(Block, 0, ref Stream());
        Assert.Equal(Block.Length, pass.Predictions);
        Assert.Equal(Loss(recipe, Filled(recipe)), pass.Loss, 1e-4);
    }

    [Fact]
    public void Padding_of_the_rows_stays_zero()
    {
        var recipe = new VectorsRecipe { Width = 5, Window = 2, Subsample = 0 };
        var weights = Filled(recipe);
        var pass = new CbowPass(recipe, weights, new(Counts, 0));
        var random = new RandomWords(1);
        for (var i = 0; i < 50; i++) pass.Learn(Block, 0.1f, ref random);
        foreach (var table in (float[][])[weights.Input, weights.Output, weights.Positions])
            for (var i = 0; i < table.Length; i++)
                if (i % weights.Stride >= recipe.Width) Assert.Equal(0, table[i]);
    }

    [Fact]
    public void A_token_without_occurrence_keeps_no_vector()
    {
        var weights = new CbowWeights(new() { Width = 5, MaxNgram = 3, Buckets = 7 }, Tokens, Counts, 1);
        var vectors = weights.ToVectors(Tokens, lowercase: true);
        Assert.Equal(["cat", "cats", "dog", "sat"], vectors.Known);
    }

    private static ref RandomWords Stream()
    {
        stream = [new RandomWords(11)];
        return ref stream[0];
    }

    [ThreadStatic]
    private static RandomWords[]? stream;

    /// <summary>Weights with sizes that matter, also where training begins at 0.</summary>
    private static CbowWeights Filled(VectorsRecipe recipe)
    {
        var weights = new CbowWeights(recipe, Tokens, Counts, 1);
        var random = new Random(5);
        foreach (var table in (float[][])[weights.Input, weights.Output, weights.Positions])
            for (var i = 0; i < table.Length; i++)
                if (i % weights.Stride < recipe.Width) table[i] = (float)(random.NextDouble() - 0.5) + (table == weights.Positions ? 1 : 0);
        return weights;
    }

    private static double Difference(VectorsRecipe recipe, string table, int at)
    {
        const float Step = 1e-3f;
        if (at % 8 >= recipe.Width) return 0;
        return (At(Step) - At(-Step)) / (2 * Step);

        double At(float step)
        {
            var weights = Filled(recipe);
            (table switch { "input" => weights.Input, "output" => weights.Output, _ => weights.Positions })[at] += step;
            return Loss(recipe, weights);
        }
    }

    /// <summary>The loss of the block as its definition says, in doubles and plain loops, with the same random choices.</summary>
    private static double Loss(VectorsRecipe recipe, CbowWeights weights)
    {
        var random = new RandomWords(11);
        var draws = new TokenDraws(Counts, 0);
        var vectors = Block.Select(token => Enumerable.Range(0, recipe.Width).Select(i =>
            (weights.Input[token * weights.Stride + i] + weights.Ngrams(token).Sum(row => (double)weights.Input[row * weights.Stride + i])) / Math.Sqrt(1 + weights.Ngrams(token).Length)).ToArray()).ToArray();
        var loss = 0.0;
        for (var t = 0; t < Block.Length; t++)
        {
            var reach = 1 + random.Below(recipe.Window);
            int[] window = [.. Enumerable.Range(t - reach, 2 * reach + 1).Where(j => j != t && j >= 0 && j < Block.Length)];
            var hidden = Enumerable.Range(0, recipe.Width).Select(i => window.Sum(j => vectors[j][i] * (recipe.Positions ? weights.Positions[(j - t + recipe.Window) * weights.Stride + i] : 1.0)) / window.Length).ToArray();
            loss += Score(Block[t], 1);
            for (var n = 0; n < recipe.Negatives; n++)
                if (draws.Negative(ref random) is var negative && negative != Block[t]) loss += Score(negative, -1);

            double Score(int token, int sign) => Math.Log(1 + Math.Exp(-sign * hidden.Select((h, i) => h * weights.Output[token * weights.Stride + i]).Sum()));
        }
        return loss;
    }
}
