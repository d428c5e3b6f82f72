using CsCheck;
using FineGrain.Data.Batching;

namespace FineGrain.Data.Tests.Batching;

public sealed class BatchPlanTests
{
    private static readonly Gen<(int[], int, int, int, int)> Plans = Gen.Select(Gen.Int[1, 90].Array[0, 700], Gen.Int[1, 17], Gen.Int[0, 300], Gen.Int[0, 99], Gen.Int[0, 9]);

    [Fact]
    public void Every_row_comes_once_within_rows_and_budget() => Plans.Sample((lengths, size, tokens, seed, epoch) =>
    {
        foreach (var plan in (int[][][])[BatchPlan.Shuffled(lengths, size, tokens, seed, epoch), BatchPlan.Sorted(lengths, size, tokens)])
        {
            Assert.Equal(Enumerable.Range(0, lengths.Length), plan.SelectMany(b => b).Order());
            Assert.All(plan, b => Assert.InRange(b.Length, 1, size));
            Assert.All(plan, b => Assert.True(tokens == 0 || b.Length == 1 || b.Length * b.Max(i => lengths[i]) <= tokens));
        }
    });

    [Fact]
    public void A_plan_is_a_function_of_seed_and_epoch()
    {
        int[] lengths = [.. Enumerable.Range(0, 500).Select(i => i * 37 % 60 + 1)];
        var plan = BatchPlan.Shuffled(lengths, 8, 0, 1, 2);
        Assert.Equal(plan, BatchPlan.Shuffled(lengths, 8, 0, 1, 2));
        Assert.NotEqual(plan, BatchPlan.Shuffled(lengths, 8, 0, 1, 3));
        Assert.NotEqual(plan, BatchPlan.Shuffled(lengths, 8, 0, 2, 2));
    }

    [Fact]
    public void Little_of_a_batch_is_padding()
    {
        int[] lengths = [.. Enumerable.Range(0, 6400).Select(i => i * 7919 % 60 + 4)];
        var plan = BatchPlan.Shuffled(lengths, 32, 0, 1, 0);
        var padded = plan.Sum(b => b.Length * b.Max(i => lengths[i])) / (double)lengths.Sum();
        Assert.InRange(padded, 1, 1.05); // 1.9 without buckets
    }
}
