using FineGrain.Models.Layers;
using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;
using FineGrain.Models.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Spans;

public sealed class FeatureTableTests
{
    private const int Buckets = 19, Width = 5, Features = 3;
    private static readonly long[] ids = [4, 18, 4, 7, 0, 0, 1, 2, 3, 0, 0, 0, 9, 0, 1, 18, 17, 16, 5, 5, 5, 0, 0, 0];

    [Fact]
    public void Each_unit_gets_the_scaled_sum_of_its_rows_and_padding_adds_nothing()
    {
        using var scope = NewDisposeScope();
        using var table = Filled();
        var weight = table.parameters().Single();
        var sums = table.forward(Ids()).data<float>().ToArray();
        for (var unit = 0; unit < 8; unit++)
            for (var d = 0; d < Width; d++)
            {
                var expected = ids.Skip(unit * Features).Take(Features).Where(id => id != 0).Sum(id => weight[id, d].ToSingle()) / Math.Sqrt(Features);
                Assert.Equal(expected, sums[(unit * Width) + d], 1e-5);
            }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Only_used_rows_get_a_gradient(bool sparse)
    {
        using var scope = NewDisposeScope();
        using var table = Filled();
        table.modules().OfType<Embedding>().Single().SparseGradient = sparse;
        (table.forward(Ids()) * arange(1, 1 + Width)).sum().backward();
        var gradient = table.parameters().Single().grad!;
        Assert.Equal(sparse, gradient.is_sparse);
        var rows = (sparse ? gradient.to_dense() : gradient).contiguous().data<float>().ToArray();
        for (var row = 0; row < Buckets; row++)
            for (var d = 0; d < Width; d++)
                Assert.Equal(row == 0 ? 0 : ids.Count(id => id == row) * (1 + d) / Math.Sqrt(Features), rows[(row * Width) + d], 1e-5);
    }

    [Fact]
    public void A_table_for_scores_starts_from_0_without_a_factor()
    {
        using var scope = NewDisposeScope();
        using var table = FeatureTable.Linear(Buckets, Width);
        using var still = no_grad();
        Assert.Equal(0, table.forward(Ids()).abs().sum().ToSingle());
        table.parameters().Single().fill_(1);
        Assert.Equal(3, table.forward(Ids())[0, 0, 0].ToSingle());
    }

    [Fact]
    public void Dropout_hides_whole_features_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var table = FeatureTable.Linear(Buckets, Width, rate: 0.5, new DropoutStream(1));
        using (no_grad()) table.parameters().Single().copy_(arange(Buckets).unsqueeze(1).expand(Buckets, Width));
        var first = table.forward(Ids())[0, 0];
        Assert.All(first.data<float>().ToArray(), sum => Assert.Equal(first[0].ToSingle(), sum));
        Assert.Contains(Enumerable.Range(0, 8), pick => first[0].ToSingle() == 2 * Enumerable.Range(0, 3).Sum(k => (pick >> k & 1) * ids[k]));
        table.eval();
        Assert.Equal(26, table.forward(Ids())[0, 0, 0].ToSingle());
    }

    [Fact]
    public void Onnx_answers_as_torch()
    {
        using var scope = NewDisposeScope();
        using var table = Filled();
        table.eval();
        foreach (var input in new[] { Ids(), Ids().narrow(0, 1, 1), Ids().narrow(1, 0, 1) })
            GoldenNumbers.AssertClose(table.forward(input.contiguous()), UnitGraph.Run(table, table.Emit, "feature_ids", input), 1e-5);
    }

    [Fact]
    public void Forward_passes_leave_no_tensor_behind()
    {
        using var table = Filled();
        using var input = Ids();
        LiveTensors.AssertNoLeak(() => table.forward(input).Dispose());
    }

    private static Tensor Ids() => tensor(ids, [2, 4, Features]);

    /// <summary>A table whose padding row is not 0, to show that it has no part.</summary>
    private static FeatureTable Filled()
    {
        var table = FeatureTable.Embedded(Buckets, Width, Features, new Initializer(3));
        using var scope = NewDisposeScope();
        using var still = no_grad();
        table.parameters().Single().copy_(arange(Buckets * Width).view(Buckets, Width).add(1).sin());
        return table;
    }
}
