using FineGrain.Training.Vectors;

namespace FineGrain.Training.Tests.Vectors;

public sealed class TokenDrawsTests
{
    [Fact]
    public void Negatives_come_by_count_to_the_power_of_three_quarters()
    {
        long[] counts = [0, 1000, 100, 10, 1];
        var draws = new TokenDraws(counts, 0);
        var random = new RandomWords(3);
        var drawn = new int[counts.Length];
        for (var i = 0; i < 200_000; i++) drawn[draws.Negative(ref random)]++;
        var sum = counts.Sum(c => Math.Pow(c, 0.75));
        Assert.Equal(0, drawn[0]);
        for (var i = 1; i < counts.Length; i++) Assert.Equal(Math.Pow(counts[i], 0.75) / sum, drawn[i] / 200_000.0, 0.005);
    }

    [Fact]
    public void Frequent_tokens_are_passed_over_by_the_formula_of_word2vec_and_rare_ones_never()
    {
        var draws = new TokenDraws([9000, 999, 1], 0.01);
        var random = new RandomWords(4);
        var kept = new int[3];
        for (var i = 0; i < 100_000; i++)
            for (var token = 0; token < 3; token++)
                if (draws.IsKept(token, ref random)) kept[token]++;
        Assert.Equal(Math.Sqrt(0.01 / 0.9) + (0.01 / 0.9), kept[0] / 100_000.0, 0.005);
        Assert.Equal(Math.Sqrt(0.01 / 0.0999) + (0.01 / 0.0999), kept[1] / 100_000.0, 0.005);
        Assert.Equal(100_000, kept[2]);
    }

    [Fact]
    public void The_logistic_tables_are_near_the_functions()
    {
        for (var x = -9.9f; x < 9.9f; x += 0.0137f)
        {
            Assert.Equal(1 / (1 + Math.Exp(-x)), Logistic.Sigmoid(x), 1e-6);
            Assert.Equal(Math.Log(1 + Math.Exp(-x)), Logistic.Loss(x), 2e-6);
        }
        Assert.Equal(Logistic.Sigmoid(10), Logistic.Sigmoid(1e9f));
        Assert.Equal(Logistic.Loss(-10), Logistic.Loss(-1e9f));
    }
}
