using FineGrain.Training.Optimizers;
using static TorchSharp.torch;

namespace FineGrain.Training.Tests.Optimizers;

public sealed class EmbeddingRowsTests
{
    private const int Rows = 40, Width = 11;

    /// <summary>Trains a table for some steps on changing rows and returns its numbers.</summary>
    private static float[] Train(bool sparse, bool usedRows, int threads, int steps = 9)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var table = nn.Embedding(Rows, Width, sparse: sparse);
        using var optimizer = new Optimizer(new AdamRule(0.9, 0.999, 1e-8, decoupled: true),
            [new("table", table.parameters().Single(), 1, 0.05, usedRows)], threads);
        for (var step = 0; step < steps; step++)
        {
            var ids = tensor([1L, 3, 3, step, 2 * step, 3], [2, 3]);
            (table.call(ids).pow(2) * 0.3).sum().backward();
            optimizer.Step(0.01, clipNorm: 1);
        }
        return table.parameters().Single().data<float>().ToArray();
    }

    [Fact]
    public void Exact_updates_from_sparse_gradients_equal_those_from_dense_ones() =>
        AssertClose(Train(sparse: false, usedRows: false, threads: 2), Train(sparse: true, usedRows: false, threads: 2));

    [Theory, InlineData(true), InlineData(false)]
    public void Thread_count_does_not_change_a_bit(bool sparse) =>
        Assert.Equal(Train(sparse, usedRows: false, threads: 1), Train(sparse, usedRows: false, threads: 3));

    [Fact]
    public void Used_rows_leaves_other_rows_untouched_and_moves_the_used_ones()
    {
        var (before, after) = (Train(sparse: true, usedRows: true, threads: 2, steps: 0), Train(sparse: true, usedRows: true, threads: 2));
        var used = Enumerable.Range(0, 9).SelectMany(step => new[] { 1, 3, step, 2 * step }).ToHashSet();
        for (var row = 0; row < Rows; row++)
        {
            var same = before.AsSpan(row * Width, Width).SequenceEqual(after.AsSpan(row * Width, Width));
            Assert.Equal(!used.Contains(row), same);
        }
    }

    [Fact]
    public void First_step_of_used_rows_equals_the_exact_step_on_those_rows()
    {
        var (exact, used) = (Train(sparse: true, usedRows: false, threads: 2, steps: 1), Train(sparse: true, usedRows: true, threads: 2, steps: 1));
        foreach (var row in (int[])[0, 1, 3])
            Assert.Equal(exact.AsSpan(row * Width, Width), used.AsSpan(row * Width, Width));
    }

    // The sparse gradient is summed pair by pair, the dense one by libtorch: the order of additions differs.
    private static void AssertClose(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance: 1e-6f);
    }
}
