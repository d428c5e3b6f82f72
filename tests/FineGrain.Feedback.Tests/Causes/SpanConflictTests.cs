using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Improving;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Tests.Causes;

public sealed class SpanConflictTests
{
    [Fact]
    public void Tags_and_spans_say_the_same()
    {
        var text = new TokenFeatures("Ann Lee met 北京 in Rome");
        Span[] spans = [new(0, 7, "PER"), new(12, 14, "LOC"), new(18, 22, "LOC")];
        Assert.Equal([3, 4, 0, 1, 2, 0, 1], text.Tags(spans, ["LOC", "PER"]));
        Assert.Equal(spans, text.Spans(text.Tags(spans, ["LOC", "PER"]), ["LOC", "PER"]));
    }

    [Fact]
    public void Sound_spans_have_no_cause() => Assert.Empty(SpanConflicts.Find(new SpanView(Make(600, 1), Make(400, 2)), new SteppingClock()));

    [Fact]
    public void Shifted_borders_are_named_and_redrawn()
    {
        var sound = Make(600, 1);
        var random = new Random(4);
        var train = sound.ConvertAll(e => random.NextDouble() < 0.08 ? e with { Entities = [e.Entities[0] with { Start = e.Text.IndexOf(' ', e.Entities[0].Start) + 1 }] } : e);
        var view = new SpanView(train, Make(400, 2));
        var cause = Assert.Single(SpanConflicts.Find(view, new SteppingClock()));
        Assert.Equal("span-borders", cause.Kind);
        var truth = sound.ToDictionary(e => e.Id, e => e.Entities[0]);
        var mended = PatchApplying.Apply(train, cause.Patches[0]);
        int Wrong(IEnumerable<Example> examples) => examples.Count(e => e.Entities[0] != truth[e.Id]);
        Assert.True(Wrong(mended) * 4 < Wrong(train), $"{Wrong(train)} wrong, {Wrong(mended)} after mending");
        Assert.True(new SpanDataProbe(view).Try(cause.Patches[0], new())!.Gain >= 0);
        Assert.All(SpanConflicts.Corrections(view, new SteppingClock()), c => CorrectionFile.Check(c, "queue"));
    }

    [Fact]
    public void Wrong_labels_of_spans_are_named()
    {
        var random = new Random(4);
        var train = Make(600, 1).ConvertAll(e => random.NextDouble() < 0.08 ? e with { Entities = [e.Entities[0] with { Label = e.Entities[0].Label == "PER" ? "ORG" : "PER" }] } : e);
        Assert.Equal("span-labels", Assert.Single(SpanConflicts.Find(new SpanView(train, Make(400, 2)), new SteppingClock())).Kind);
    }

    [Fact]
    public void Sound_spans_have_no_omissions() => Assert.Empty(SpanOmissions.Find(new SpanView(Make(600, 1), Make(400, 2)), new SteppingClock()));

    [Fact]
    public void Spans_that_nobody_marked_are_named_and_marked()
    {
        var sound = Make(600, 1);
        var random = new Random(4);
        var train = sound.ConvertAll(e => random.NextDouble() < 0.1 ? e with { Entities = [] } : e);
        var cause = Assert.Single(SpanOmissions.Find(new SpanView(train, Make(400, 2)), new SteppingClock()));
        Assert.Equal("span-missed", cause.Kind);
        var truth = sound.ToDictionary(e => e.Id, e => e.Entities);
        int Wrong(IEnumerable<Example> examples) => examples.Count(e => !e.Entities.SequenceEqual(truth[e.Id]));
        var mended = PatchApplying.Apply(train, cause.Patches[0]);
        Assert.True(Wrong(mended) * 4 < Wrong(train), $"{Wrong(train)} wrong, {Wrong(mended)} after mending");
        Assert.All(cause.Patches[0].Corrections, c => CorrectionFile.Check(c, "patch"));
        Assert.Equal(train.Count - cause.Patches[2].Corrections.Count, PatchApplying.Apply(train, cause.Patches[2]).Count);
    }

    [Fact]
    public void Spans_that_are_none_are_named_and_taken_away()
    {
        var sound = Make(600, 1);
        var random = new Random(4);
        // The number at the end of a text as a firm, in a tenth of the texts.
        var train = sound.ConvertAll(e => random.NextDouble() < 0.1 ? e with { Entities = [.. e.Entities, new(e.Text.LastIndexOf(' ') + 1, e.Text.Length, "ORG")] } : e);
        var view = new SpanView(train, Make(400, 2));
        var cause = Assert.Single(SpanOmissions.Find(view, new SteppingClock()));
        Assert.Equal("span-invented", cause.Kind);
        var mended = PatchApplying.Apply(train, cause.Patches[0]);
        Assert.True(mended.Count(e => e.Entities.Count > 1) * 4 < train.Count(e => e.Entities.Count > 1));
        Assert.All(cause.Patches[0].Corrections, c => Assert.Equal(("entities", CorrectionKind.SpanRemove), (c.Layer, c.Kind)));
        Assert.Contains(new SpanDataProbe(view).Find(), c => c.Kind == "span-invented");
    }

    [Fact]
    public void The_score_of_spans_is_micro_F1_and_the_quality_counts_mistakes()
    {
        Span a = new(0, 1, "A"), b = new(2, 3, "B");
        var judged = SpanQuality.Of([([a, b], [a]), ([], [b]), ([a], [a with { Label = "B" }])]);
        Assert.Equal([-1, -1, -2], judged.Quality);
        Assert.Equal(2 * 1 / (3.0 + 3), judged.Score, 12);
    }

    /// <summary>Sentences with one person or firm of two or three words, at different places.</summary>
    private static List<Example> Make(int count, int seed)
    {
        var random = new Random(seed);
        string[] first = ["Ann", "Bob", "Carl", "Dora", "Emil", "Fritz"], last = ["Lee", "Smith", "Jones", "Maier", "Stone", "Wolf"], firm = ["Acme", "Globex", "Initech", "Umbrella", "Stark", "Wayne"], kind = ["Inc", "Group", "Holdings"];
        string[] before = ["yesterday", "the report says", "in May", "we heard that", "again"], after = ["sold shares", "left early", "won the case", "said nothing", "met the press"];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var person = random.Next(2) == 0;
            var name = person ? $"{first[random.Next(6)]} {last[random.Next(6)]}" : $"{firm[random.Next(6)]} {last[random.Next(6)]} {kind[random.Next(3)]}";
            var start = before[random.Next(5)] + " ";
            return new Example { Id = $"{seed}-{i}", Text = $"{start}{name} {after[random.Next(5)]} {random.Next(1000)}", Entities = [new(start.Length, start.Length + name.Length, person ? "PER" : "ORG")] };
        })];
    }
}
