using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;

namespace FineGrain.Data.Tests.Batching;

public sealed class WeightsAndSamplingTests
{
    private static readonly LabelSet Labels = new(["a", "b"]);
    private static readonly Example[] Rows = [.. Enumerable.Range(0, 100).Select(i => new Example { Id = $"{i}", Text = $"t{i}", Labels = [i < 20 ? "a" : "b"] })];

    [Theory]
    [InlineData("balanced", 2.5f, 0.625f)] // 100 / (2 · 20), 100 / (2 · 80)
    [InlineData("sqrt", 1.5811388f, 0.7905694f)]
    [InlineData("given", 3f, 1f)]
    public void Class_weights_follow_their_formula(string weighting, float a, float b) =>
        Assert.Equal([a, b], ClassWeights.Of(new LossRecipe { Weighting = weighting, ClassWeights = new Dictionary<string, double> { ["a"] = 3 } }, Labels, Rows)!);

    [Fact]
    public void Unknown_given_weights_are_refused_and_none_is_null()
    {
        Assert.Null(ClassWeights.Of(new LossRecipe(), Labels, Rows));
        Assert.Throws<InputException>(() => ClassWeights.Of(new LossRecipe { Weighting = "given", ClassWeights = new Dictionary<string, double> { ["c"] = 3 } }, Labels, Rows));
    }

    [Theory]
    [InlineData("none", 1, 20, 80)]
    [InlineData("over", 1, 80, 80)]
    [InlineData("over", 0.5, 40, 80)] // 20 · 4^0.5
    [InlineData("under", 1, 20, 20)]
    [InlineData("under", 0.5, 20, 40)]
    public void Sampling_balances_to_its_strength(string sampling, double strength, int a, int b)
    {
        var recipe = new DataRecipe { Sampling = sampling, SamplingStrength = strength };
        var rows = RowSampling.Rows(Rows, recipe, 1, 0);
        Assert.Equal((a, b), (rows.Count(r => r < 20), rows.Count(r => r >= 20)));
        Assert.Equal(rows, RowSampling.Rows(Rows, recipe, 1, 0));
        if (sampling == "over") Assert.All(Enumerable.Range(0, 20), i => Assert.InRange(rows.Count(r => r == i), a / 20, (a / 20) + 1));
        if (sampling == "under") Assert.NotEqual(rows, RowSampling.Rows(Rows, recipe, 1, 1));
    }

    /// <summary>20 texts with a person, 40 with a place, 4 with both, 36 with nothing.</summary>
    private static readonly Example[] Marked = [.. Enumerable.Range(0, 100).Select(i => new Example
    {
        Id = $"{i}", Text = "Ann Rome", Entities = [.. (Span[])[.. i is < 20 or >= 60 and < 64 ? (Span[])[new(0, 3, "PER")] : [], .. i is >= 20 and < 64 ? (Span[])[new(4, 8, "LOC")] : []]],
    })];

    [Theory]
    [InlineData(1, 36)]
    [InlineData(0.5, 18)]
    [InlineData(0.1, 4)] // 3.6, rounded
    [InlineData(0, 0)]
    public void The_asked_share_of_texts_without_spans_is_drawn_anew_each_epoch(double share, int expected)
    {
        var recipe = new DataRecipe { EmptyTexts = share };
        var rows = RowSampling.Rows(Marked, recipe, 1, 0, "entities");
        Assert.Equal(Enumerable.Range(0, 64), rows.Where(r => r < 64));
        Assert.Equal(expected, rows.Count(r => r >= 64));
        Assert.Equal(rows.Distinct().Order(), rows);
        Assert.Equal(rows, RowSampling.Rows(Marked, recipe, 1, 0, "entities"));
        if (expected is 0 or 36) return;
        Assert.NotEqual(rows, RowSampling.Rows(Marked, recipe, 1, 1, "entities"));
        Assert.NotEqual(rows, RowSampling.Rows(Marked, recipe, 2, 0, "entities"));
    }

    [Fact]
    public void In_some_epochs_every_text_without_spans_is_seen()
    {
        var recipe = new DataRecipe { EmptyTexts = 0.25 };
        Assert.Equal(100, Enumerable.Range(0, 60).SelectMany(epoch => RowSampling.Rows(Marked, recipe, 1, epoch, "entities")).Distinct().Count());
    }

    [Theory]
    [InlineData("over", 40, 40)] // the 24 texts with a person, 4 of them with a place too, come up to the 40 with a place alone
    [InlineData("under", 24, 24)]
    public void Sampling_balances_the_labels_of_spans_and_leaves_texts_without_any_alone(string sampling, int person, int place)
    {
        var rows = RowSampling.Rows(Marked, new DataRecipe { Sampling = sampling }, 1, 0, "entities");
        Assert.Equal((person, place, 36), (rows.Count(r => r is < 20 or >= 60 and < 64), rows.Count(r => r is >= 20 and < 60), rows.Count(r => r >= 64)));
    }

    [Fact]
    public void Texts_without_triplets_are_drawn_by_their_triplets()
    {
        Example[] rows = [.. Enumerable.Range(0, 10).Select(i => new Example { Id = $"{i}", Text = "good soup", Triplets = i < 5 ? [new(new(5, 9, "POS"), new(0, 4, "opinion"))] : [] })];
        Assert.Equal([0, 1, 2, 3, 4], RowSampling.Rows(rows, new DataRecipe { EmptyTexts = 0 }, 1, 0, "triplets"));
    }

    [Theory]
    [InlineData("crf", "iob2", "balanced", 3)] // tags O, B-PER, I-PER, B-LOC, I-LOC
    [InlineData("softmax", "bioes", "balanced", 5)]
    [InlineData("biaffine", "bioes", "balanced", 2)] // classes: none, PER, LOC
    public void Every_class_of_a_label_of_spans_has_its_weight_and_outside_has_1(string head, string scheme, string weighting, int firstOfPlaces)
    {
        // 24 persons and 44 places: 68 / (2 · 24) and 68 / (2 · 44)
        var weights = ClassWeights.OfSpans(new LossRecipe { Weighting = weighting }, new SpanManifest { Head = head, Scheme = scheme, Layer = "entities" }, new(["PER", "LOC"]), Marked)!;
        Assert.Equal(1, weights[0]);
        Assert.Equal((firstOfPlaces * 2) - 1, weights.Length);
        Assert.All(weights[1..firstOfPlaces], w => Assert.Equal(68f / 48, w, 1e-6f));
        Assert.All(weights[firstOfPlaces..], w => Assert.Equal(68f / 88, w, 1e-6f));
    }

    [Fact]
    public void The_weight_of_outside_can_be_given()
    {
        var loss = new LossRecipe { Weighting = "given", ClassWeights = new Dictionary<string, double> { ["O"] = 0.25, ["LOC"] = 3 } };
        Assert.Equal([0.25f, 1, 1, 3, 3], ClassWeights.OfSpans(loss, new SpanManifest { Head = "softmax", Scheme = "iob2", Layer = "entities" }, new(["PER", "LOC"]), Marked)!);
        Assert.Null(ClassWeights.OfSpans(new LossRecipe(), new SpanManifest { Head = "crf", Scheme = "iob2", Layer = "entities" }, new(["PER", "LOC"]), Marked));
    }

    [Theory]
    [InlineData("none", 1, "none", 1)]
    [InlineData("over", 1, "none", 0.25)] // 20 / 80: both labels weigh as much, at the size of the rarer one
    [InlineData("under", 1, "none", 0.25)]
    [InlineData("under", 0.5, "none", 0.5)]
    [InlineData("none", 1, "balanced", 0.25)]
    [InlineData("none", 1, "sqrt", 0.5)]
    public void Statistics_count_the_rows_of_the_commoner_label_for_less(string sampling, double strength, string weighting, double common)
    {
        var recipe = new Recipe { Data = new() { Sampling = sampling, SamplingStrength = strength }, Training = new() { Loss = new() { Weighting = weighting } } };
        Assert.Equal([.. Enumerable.Repeat(1.0, 20), .. Enumerable.Repeat(common, 80)], LabelBalance.Of(Rows, recipe));
    }

    [Fact]
    public void A_row_of_several_labels_counts_for_its_rarest_and_one_of_none_in_full()
    {
        string[][] labels = [["a"], ["a", "b"], ["b"], ["b"], [], ["b"]];
        var balance = LabelBalance.Of([.. labels.Select((l, i) => new Example { Id = $"{i}", Text = "t", Labels = l })], new() { Data = new() { Sampling = "over" } });
        Assert.Equal([1, 1, 0.5, 0.5, 1, 0.5], balance);
    }

    [Fact]
    public void Log_count_ratios_are_worked_out_by_hand()
    {
        // Bucket 1 in two 'a' rows, bucket 2 in one 'a' and one 'b', bucket 3 in two 'b'; bucket 4 never.
        var table = NaiveBayesTable.Compute([([1, 2], [0], 1), ([1], [0], 1), ([2, 3], [1], 1), ([3], [1], 1)], 5, 2);
        // p = (3, 2, 1) / 6 and q = (1, 2, 3) / 6 for label a
        float[] expected = [0, 0, MathF.Log(3), -MathF.Log(3), 0, 0, -MathF.Log(3), MathF.Log(3), 0, 0];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], table[i], 1e-6f);
    }
}
