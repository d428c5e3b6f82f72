using FineGrain.Core;
using FineGrain.Models.Pruning;
using FineGrain.Models.Tests.Families;
using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Pruning;

public sealed class SmallerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-pruning-").FullName;

    public static TheoryData<string, string> Cases => new()
    {
        { "transformer pre rotary max", "layers" },
        { "transformer post learned mean", "heads" },
        { "transformer post learned mean", "inner" },
        { "transformer pre rotary max", "heads" },
        { "albert", "heads" },
        { "bert", "inner" },
        { "cnn", "filters" },
        { "cnn", "width" },
        { "mlp deep", "hidden" },
        { "mlp deep", "width" },
        { "mlp wide and deep", "hidden" },
        { "rnn lstm mean", "hidden" },
        { "rnn lstm attention", "hidden" },
        { "rnn lstm attention", "width" },
        { "rnn gru max", "hidden" },
        { "rnn near the aspect", "hidden" },
        { "cnn near the aspect", "filters" },
        { "ensemble", "heads" },
        { "ensemble", "filters" },
    };

    /// <summary>A unit whose output nobody reads adds nothing: without it the network must answer the same.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_network_without_units_that_nobody_reads_answers_the_same_with_smaller_matrices(string name, string kind)
    {
        using var scope = NewDisposeScope();
        using var model = Variants.Create(name);
        model.eval();
        var removed = PruneGroups.Of(model).Where(g => g.Kind == kind && g.Units.Count > 1)
            .ToDictionary(g => g, g => (IReadOnlySet<int>)Enumerable.Range(0, g.Units.Count).Where(i => i % 2 == 1).ToHashSet());
        Assert.NotEmpty(removed);
        Silence(model, removed.SelectMany(g => g.Value.Select(unit => g.Key.Units[unit])));
        var input = ModelInput.From(Sample.Batch());
        using var smaller = Smaller.Without(model, removed);
        GoldenNumbers.AssertClose(model.Logits(input), smaller.Logits(input), 1e-5);
        Assert.True(smaller.parameters().Sum(p => p.numel()) < model.parameters().Sum(p => p.numel()));

        smaller.Save(folder);
        using var opened = ModelFactory.Load(folder);
        GoldenNumbers.AssertClose(smaller.Logits(input), opened.Logits(input), 0);
        using var session = ConformanceTests.Session(opened);
        GoldenNumbers.AssertClose(smaller.Logits(input), ConformanceTests.Run(session, opened, Sample.Batch()), 1e-5);
    }

    [Fact]
    public void A_smaller_network_leaves_no_tensor_behind()
    {
        using var model = Variants.Create("transformer post learned mean");
        var removed = PruneGroups.Of(model).Where(g => g.Kind == "heads").ToDictionary(g => g, g => (IReadOnlySet<int>)new HashSet<int> { 0 });
        LiveTensors.AssertNoLeak(() => Smaller.Without(model, removed).Dispose());
    }

    [Fact]
    public void A_group_cannot_lose_every_unit()
    {
        using var model = Variants.Create("cnn");
        var group = PruneGroups.Of(model)[0];
        var error = Assert.Throws<InputException>(() => Smaller.Without(model, new Dictionary<PruneGroup, IReadOnlySet<int>> { [group] = Enumerable.Range(0, group.Units.Count).ToHashSet() }));
        Assert.Contains("at least one must stay", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("transformer post learned mean"), InlineData("ensemble"), InlineData("rnn gru max")]
    public void A_smaller_vocabulary_gives_kept_tokens_their_old_rows(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Variants.Create(name);
        model.eval();
        int[] kept = [0, 2, 3, 5, 6, 7, 8, 9, 10]; // without 1 and 4; row 2 of the sample is a 4
        using var smaller = Smaller.WithVocabulary(model, kept, paddingId: 0);
        var batch = Sample.Of([0, 1]);
        var mapped = batch with { InputIds = [.. batch.InputIds.Select(id => (long)Array.IndexOf(kept, (int)id))] };
        GoldenNumbers.AssertClose(model.Logits(ModelInput.From(batch)), smaller.Logits(ModelInput.From(mapped)), 1e-6);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Silence(TextModel model, IEnumerable<PruneUnit> units)
    {
        using var still = no_grad();
        var parameters = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var slice in units.SelectMany(u => u.Gates.Concat(u.Weights.Where(w => w.Parameter == "pooling.score.weight"))))
            parameters[slice.Parameter].narrow(slice.Dimension, slice.Start, slice.Length).zero_();
    }
}
