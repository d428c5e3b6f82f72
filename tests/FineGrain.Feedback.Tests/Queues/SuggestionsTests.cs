using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Queues;

namespace FineGrain.Feedback.Tests.Queues;

public sealed class SuggestionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Wrong_labels_are_proposed_with_the_right_one_and_ranked_by_gain_a_minute()
    {
        var train = Reviews.Make(400, 2);
        var planted = Enumerable.Range(0, 20).Select(i => i * 19).ToHashSet();
        foreach (var r in planted) train[r] = train[r] with { Labels = [train[r].Label == "positive" ? "negative" : "positive"] };
        var queue = LabelSuggestions.Of(train, Reviews.Labels, Now);
        Assert.True(queue.Items.Take(20).Count(c => planted.Contains(int.Parse(c.ExampleId[1..], CultureInfo.InvariantCulture))) >= 10, "ten times the random rate");
        Assert.Equal(queue.Items.OrderByDescending(c => c.Gain), queue.Items);
        Assert.All(queue.Items, c =>
        {
            CorrectionFile.Check(c, c.Id);
            Assert.NotEqual(c.Old, c.New);
            Assert.Equal(c.Score!.Value / ReviewTime.Minutes(train[int.Parse(c.ExampleId[1..], CultureInfo.InvariantCulture)]), c.Gain!.Value, 0.01);
        });
        Assert.Contains("labels are wrong", queue.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_known_already_does_not_come_again_even_where_it_was_rejected()
    {
        var queue = new Suggestions("labels", "", [Relabel("a", "positive"), Relabel("b", "positive")]);
        var rejected = Relabel("a", "positive") with { Id = "other", State = CorrectionState.Rejected, Reason = "no" };
        Assert.Equal("b", Assert.Single(queue.Without([rejected]).Items).ExampleId);
        Assert.Equal(2, queue.Without([Relabel("a", "neutral")]).Items.Count);
    }

    [Fact]
    public void Garbage_is_the_strangest_text()
    {
        var train = Reviews.Make(300, 1);
        train.Add(new() { Id = "garbage", Text = "xq zzt 0x3f qwpv kkj", Labels = ["positive"] });
        var likeness = OutlierSuggestions.Likeness(train, seed: 1);
        Assert.Equal(300, Array.IndexOf(likeness, likeness.Min()));
        var queue = OutlierSuggestions.Of(train, Reviews.Labels, Now);
        Assert.Equal(20, queue.Items.Count);
        Assert.Contains(queue.Items, c => c is { ExampleId: "garbage", Kind: CorrectionKind.Drop });
    }

    [Fact]
    public void The_same_text_with_two_labels_is_a_contradiction()
    {
        var train = Reviews.Make(20, 1);
        train.AddRange([train[0] with { Id = "again" }, train[0] with { Id = "wrong", Labels = ["negative"] }]);
        Assert.Equal("wrong", Assert.Single(ContradictionSuggestions.Of(train, new SteppingClock()).Items).ExampleId);
    }

    [Fact]
    public void Texts_to_annotate_have_no_label_yet_and_bring_the_committees_answer()
    {
        var pool = Reviews.Make(60, 7, "p");
        var queue = AnnotationSuggestions.Of(Reviews.Make(60, 1), pool, Reviews.Labels, "margin", 10, Now);
        Assert.Equal(10, queue.Items.Count);
        Assert.All(queue.Items, c => Assert.True(c is { Kind: CorrectionKind.Relabel, Old.Labels.Count: 0, New.Labels.Count: 1, Text: not null }));
    }

    [Fact]
    public void Answers_of_real_models_decide_where_they_are_given()
    {
        var pool = Reviews.Make(3, 7, "p");
        Dictionary<string, double[]> first = new() { ["p0"] = [0.9, 0.1], ["p1"] = [0.9, 0.1], ["p2"] = [0.5, 0.5] }, second = new() { ["p0"] = [0.9, 0.1], ["p1"] = [0.1, 0.9], ["p2"] = [0.5, 0.5] };
        // p1 divides the models; p2 leaves both unsure, which is no disagreement.
        Assert.Equal("p1", AnnotationSuggestions.Of([], pool, Reviews.Labels, "bald", 1, Now, [first, second]).Items[0].ExampleId);
        Assert.Equal("p2", AnnotationSuggestions.Of([], pool[..1].Append(pool[2]).ToList(), Reviews.Labels, "margin", 1, Now, [first, second]).Items[0].ExampleId);
        Assert.Contains("'p3'", Assert.Throws<InputException>(() => AnnotationSuggestions.Of([], [new() { Id = "p3", Text = "x" }], Reviews.Labels, "bald", 1, Now, [first])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Drift_is_seen_where_it_is_and_named_by_its_words()
    {
        var train = Reviews.Make(400, 1);
        Assert.InRange(new Drift(train, Reviews.Make(400, 2, "n")).PValue, 0.001, 1);
        List<Example> traffic = [.. Reviews.Make(400, 3, "n").Select((e, i) => i % 3 == 0 ? e with { Text = $"{e.Text} on the streaming app" } : e)];
        var drift = new Drift(train, traffic);
        Assert.True(drift.PValue < 1e-6 && drift.Auc > 0.6, $"{drift.PValue} {drift.Auc}");
        Assert.Contains(drift.Terms, t => t.Unit == "streaming");
        bool IsNew(Example e) => e.Text.Contains("streaming", StringComparison.Ordinal);
        double Newness(bool isNew) => traffic.Select((e, r) => (e, r)).Where(x => IsNew(x.e) == isNew).Average(x => drift.Newness[x.r]);
        Assert.True(Newness(true) > Newness(false) + 0.3, $"{Newness(true)} {Newness(false)}");
        var queue = DriftSuggestions.Of(train, traffic, Reviews.Labels, 20, Now);
        Assert.Equal(20, queue.Items.Count);
        Assert.All(queue.Items, c => CorrectionFile.Check(c, c.Id));
    }

    private static Correction Relabel(string example, string label) => new()
    {
        Id = $"{example} {label}", ExampleId = example, Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels("negative"), New = Annotation.OfLabels(label), Author = "finegrain", Time = Now,
    };
}
