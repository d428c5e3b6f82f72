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

    [Fact]
    public void Copies_with_different_labels_are_a_cause_and_can_be_mended_or_left_out()
    {
        var train = Reviews.Make(600, 1);
        // Forty texts stand there three times, and one copy of every second one has the other label.
        var copies = train.Take(40).SelectMany((e, i) => (Example[])[e with { Id = $"{e.Id}-a" }, e with { Id = $"{e.Id}-b", Labels = [i % 2 == 0 ? e.Label == "positive" ? "negative" : "positive" : e.Label!] }]);
        List<Example> spoilt = [.. train, .. copies];
        var cause = Assert.Single(Contradictions.Find(View(spoilt), new SteppingClock()));
        Assert.Equal("contradiction: copies of a text have different labels", cause.Name);
        Assert.Contains("Of 120 training examples whose text stands there more than once, 20 are labelled otherwise", cause.Evidence, StringComparison.Ordinal);
        var truth = train.ToDictionary(e => e.Text, e => e.Label);
        Assert.All(PatchApplying.Apply(spoilt, cause.Patches[0]), e => Assert.Equal(truth[e.Text], e.Label));
        Assert.Equal(spoilt.Count - 20, PatchApplying.Apply(spoilt, cause.Patches[1]).Count);
        Assert.Contains(Detectors.Find(View(spoilt)), c => c.Kind == "contradiction");
    }

    [Fact]
    public void One_slip_among_many_copies_is_no_cause()
    {
        var train = Reviews.Make(300, 1);
        List<Example> copied = [.. train, .. train.Take(60).Select((e, i) => e with { Id = $"{e.Id}-a", Labels = [i == 0 ? "negative" : e.Label!] })];
        Assert.Empty(Contradictions.Find(View(copied), new SteppingClock()));
    }

    [Theory]
    [InlineData(0, 6, 1)]
    [InlineData(3, 6, 1.955359e-05)]
    [InlineData(5, 400, 0.37116142032939226)]
    [InlineData(30, 400, 3.929438782340106e-17)]
    public void The_binomial_tail_is_exact(int hits, int count, double p) => Assert.Equal(1, FineGrain.Feedback.Causes.Tests.BinomialTail(hits, count, 0.01) / p, 9);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.6448536269514722, 0.05)]
    [InlineData(-1.6448536269514722, 0.95)]
    [InlineData(6, 9.865876450376981e-10)]
    [InlineData(10, 7.619853024160525e-24)]
    public void The_normal_tail_is_that_of_scipy(double z, double p) => Assert.Equal(1, FineGrain.Feedback.Causes.Tests.UpperTail(z) / p, 3);

    private static DataView View(IReadOnlyList<Example> train) => new(train, Dev, Reviews.Labels, new Recipe());
}
