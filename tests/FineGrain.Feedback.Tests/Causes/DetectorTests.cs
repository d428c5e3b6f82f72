using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Improving;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Tests.Causes;

public sealed class DetectorTests
{
    private static readonly List<Example> Dev = Reviews.Make(400, 99, "d");

    [Fact]
    public void Sound_data_have_no_cause()
    {
        foreach (var seed in (int[])[1, 2, 3, 4, 5]) Assert.Empty(Detectors.Find(View(Reviews.Make(1500, seed))));
    }

    [Fact]
    public void Flipped_labels_of_one_class_are_named_and_the_suspects_are_mostly_right()
    {
        var random = new Random(3);
        var sound = Reviews.Make(1500, 1);
        var train = sound.ConvertAll(e => e.Label == "positive" && random.NextDouble() < 0.1 ? e with { Labels = ["negative"] } : e);
        var cause = Assert.Single(Detectors.Find(View(train)));
        Assert.Equal("label-noise: positive given as negative", cause.Name);
        var truth = sound.ToDictionary(e => e.Id, e => e.Label);
        var patch = cause.Patches.First(p => p.Kind == "relabel");
        Assert.True(patch.Corrections.Count(c => truth[c.ExampleId] == "positive") > patch.Corrections.Count * 0.6);
        Assert.True(new LabelProxy(View(train)).Try(patch, new()).Gain > 0);
    }

    [Fact]
    public void A_token_that_tells_the_label_only_in_training_is_named()
    {
        var random = new Random(3);
        var train = Reviews.Make(1500, 1).ConvertAll(e => random.NextDouble() < (e.Label == "positive" ? 0.9 : 0.05) ? e with { Text = e.Text + " zzz" } : e);
        var cause = Detectors.Find(View(train))[0];
        Assert.Equal("spurious-unit: 'zzz' → positive", cause.Name);
        Assert.DoesNotContain(PatchApplying.Apply(train, cause.Patches[0]), e => e.Text.Contains("zzz", StringComparison.Ordinal));
    }

    [Fact]
    public void A_slice_that_training_lacks_is_named_and_filled_from_the_pool()
    {
        bool InSlice(Example e) => e.Text.Contains("music", StringComparison.Ordinal);
        var all = Reviews.Make(1500, 1);
        var view = new DataView([.. all.Where(e => !InSlice(e))], Dev, Reviews.Labels, new(), all);
        var cause = Detectors.Find(view)[0];
        Assert.Equal("slice-gap: with 'music'", cause.Name);
        Assert.All(cause.Patches[0].Added, e => Assert.True(InSlice(e)));
        Assert.InRange(cause.Patches[0].Added.Count, 150, all.Count(InSlice));
    }

    [Fact]
    public void A_rare_label_is_named_and_not_taken_for_a_missing_slice()
    {
        var train = Reviews.Make(1500, 1).Where((e, i) => e.Label == "negative" || i % 40 == 0).ToList();
        var cause = Assert.Single(Detectors.Find(View(train)));
        Assert.Equal("imbalance: positive", cause.Name);
        Assert.All(cause.Patches, p => Assert.NotEmpty(p.Recipe));
    }

    [Fact]
    public void Contradictions_are_sent_to_the_majority_or_out()
    {
        Example[] examples =
        [
            new() { Id = "1", Text = "Same text!", Labels = ["a"] }, new() { Id = "2", Text = "same text !", Labels = ["a"] }, new() { Id = "3", Text = "same text!", Labels = ["b"] },
            new() { Id = "4", Text = "other", Labels = ["a"] }, new() { Id = "5", Text = "Other", Labels = ["b"] }, new() { Id = "6", Text = "alone", Labels = ["b"] },
        ];
        var found = Contradictions.Corrections(examples, new SteppingClock()).Select(c => $"{c.Kind} {c.ExampleId} {c.New}").ToList();
        Assert.Equal(["Relabel 3 a", "Drop 4 ", "Drop 5 "], found);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.6448536269514722, 0.05)]
    [InlineData(-1.6448536269514722, 0.95)]
    [InlineData(6, 9.865876450376981e-10)]
    [InlineData(10, 7.619853024160525e-24)]
    public void The_normal_tail_is_that_of_scipy(double z, double p) => Assert.Equal(1, FineGrain.Feedback.Causes.Tests.UpperTail(z) / p, 3);

    private static DataView View(IReadOnlyList<Example> train) => new(train, Dev, Reviews.Labels, new Recipe());
}
