using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Probing;
using FineGrain.Feedback.Queues;

namespace FineGrain.Feedback.Tests.LabelErrors;

public sealed class SpanErrorTests
{
    private static readonly string[] People = ["Ann Lee", "Bob Ray", "Cid Moe", "Dan Fox"], Cities = ["Paris", "Rome", "Oslo", "Bern"], Verbs = ["visited", "left", "saw", "loved"];

    [Fact]
    public void Each_kind_of_wrong_span_is_found_and_named()
    {
        var train = Make(160);
        train[0] = With(train[0], s => s with { Label = "LOC" }, 0); // a person as a place
        train[1] = With(train[1], s => s with { End = s.Start + 3 }, 0); // half of a name
        train[2] = train[2] with { Entities = [train[2].Entities[0]] }; // a place that nobody marked
        train[3] = train[3] with { Entities = [.. train[3].Entities, VerbOf(train[3])] }; // a verb as a place
        var first = SpanErrorSearch.Rank(train, Probes(train, 2)).Where(s => s.Kind != SpanErrorKind.Contradiction).Take(4).OrderBy(s => s.Row).ToList();
        Assert.Equal([0, 1, 2, 3], first.Select(s => s.Row));
        Assert.Equal([SpanErrorKind.Type, SpanErrorKind.Border, SpanErrorKind.Missed, SpanErrorKind.Invented], first.Select(s => s.Kind));
        Assert.Equal("PER", first[0].Other!.Label);
        Assert.Equal("Bob Ray", first[1].Other!.Slice(train[1].Text));
    }

    [Fact]
    public void The_same_words_in_the_same_place_marked_in_two_ways_contradict()
    {
        var train = Make(4);
        List<Example> data = [.. train, train[0] with { Id = "twin" }, With(train[0], s => s with { Label = "ORG" }, 0) with { Id = "odd" }];
        var found = Assert.Single(SpanContradictions.Find(data, e => e.Entities));
        Assert.Equal((5, SpanErrorKind.Contradiction, "PER"), (found.Row, found.Kind, found.Other!.Label));
        Assert.Contains("PER 2 times, ORG 1 times", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_span_whose_border_cuts_a_word_is_not_judged()
    {
        var train = Make(40);
        train[0] = With(train[0], s => s with { Start = s.Start + 1 }, 0);
        Assert.DoesNotContain(SpanErrorSearch.Candidates(train, Probes(train, 1)), c => c.Given == train[0].Entities[0]);
    }

    [Fact]
    public void Suspects_become_corrections_that_hold()
    {
        var train = Make(160);
        train[2] = train[2] with { Entities = [train[2].Entities[0]] };
        var queue = SpanSuggestions.Of(train, "entities", DateTimeOffset.UnixEpoch);
        Assert.All(queue.Items, c => CorrectionFile.Check(c, c.Id));
        Assert.Contains(queue.Items, c => c is { Kind: CorrectionKind.SpanAdd, ExampleId: "2", Old: null });
        Assert.Contains("missed", queue.Items.First(c => c.Kind == CorrectionKind.SpanAdd).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_without_spans_give_nothing() => Assert.Empty(SpanErrorSearch.Rank([new() { Id = "1", Text = "nothing here" }], Probes([new() { Id = "1", Text = "nothing here" }], 1)));

    [Fact]
    public void Texts_that_are_not_asked_have_no_suspects()
    {
        var train = Make(40);
        (train[0], train[1]) = (With(train[0], s => s with { Label = "LOC" }, 0), With(train[1], s => s with { Label = "LOC" }, 0));
        var ranked = SpanErrorSearch.Rank(train, OpinionPool.Mean(ProbeOpinions.Of(train, "entities", 1, r => r == 1)));
        Assert.NotEmpty(ranked);
        Assert.All(ranked, s => Assert.Equal(1, s.Row));
    }

    [Theory]
    [InlineData(1, "Zed", 0.5)] // stands nowhere else: the opinion alone counts
    [InlineData(3, "Zed", 0.25)] // marked in two other texts: odds of 1 to 3
    public void A_span_is_the_less_suspect_of_being_none_the_oftener_its_words_are_marked_elsewhere(int texts, string name, double score)
    {
        Example[] data = [.. Enumerable.Range(0, texts).Select(i => new Example { Id = $"{i}", Text = $"{name} wrote line {i}", Entities = [new(0, 3, "PER")] })];
        SpanOpinion?[] opinions = [new([], [0], [0.5]), .. new SpanOpinion?[texts - 1]];
        var suspect = Assert.Single(SpanErrorSearch.Rank(data, opinions));
        Assert.Equal((SpanErrorKind.Invented, score), (suspect.Kind, Math.Round(suspect.Score, 9)));
    }

    [Fact]
    public void A_missed_span_is_the_likelier_the_oftener_its_words_are_marked_elsewhere_and_a_type_is_not()
    {
        Example[] data = [new() { Id = "0", Text = "Zed wrote it" }, new() { Id = "1", Text = "Zed slept", Entities = [new(0, 3, "PER")] }, new() { Id = "2", Text = "Zed ate", Entities = [new(0, 3, "LOC")] }];
        SpanOpinion missed = new([new(0, 3, "PER", Math.Sqrt(0.5))], [], []), type = new([new(0, 3, "PER", 0.5)], [0], [0]);
        var ranked = SpanErrorSearch.Rank(data, [missed, null, type]);
        Assert.Equal([(SpanErrorKind.Missed, 0.75), (SpanErrorKind.Type, 0.5)], ranked.Select(s => (s.Kind, Math.Round(s.Score, 9))));
    }

    [Fact]
    public void What_is_likeliest_instead_is_proposed_and_nothing_else_of_the_same_span()
    {
        Example[] data = [new() { Id = "0", Text = "the Bank of Zed", Entities = [new(12, 15, "LOC")] }];
        SpanOpinion opinion = new([new(4, 15, "ORG", 0.6), new(12, 15, "PER", 0.2)], [0.1], [0.1]);
        var suspect = Assert.Single(SpanErrorSearch.Rank(data, [opinion]));
        Assert.Equal((SpanErrorKind.Both, new Span(4, 15, "ORG"), 0.54), (suspect.Kind, suspect.Other, Math.Round(suspect.Score, 9)));
        Assert.Contains("'Bank of Zed' as ORG (probability 0.60), not 'Zed' as LOC (0.10)", suspect.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_find_what_probes_cannot_know()
    {
        var train = Make(40);
        SpanOpinion?[] model = [.. train.Select(e => new SpanOpinion([.. e.Entities.Select(s => new ScoredSpan(s.Start, s.End, s.Label, 0.99))], [0.99, 0.99], [0.01, 0.01]))];
        model[7] = new([new(0, 7, "ORG", 0.99), model[7]!.Marked[1]], [0.005, 0.99], [0.005, 0.01]); // ORG stands nowhere, so that no probe can say it
        var found = Assert.Single(SpanSuggestions.Of(train, "entities", DateTimeOffset.UnixEpoch, [model]).Items, c => c.New?.Span?.Label == "ORG");
        Assert.Equal(("7", CorrectionKind.SpanChange), (found.ExampleId, found.Kind));
    }

    private static IReadOnlyList<SpanOpinion?> Probes(IReadOnlyList<Example> texts, int repetitions) => OpinionPool.Mean(ProbeOpinions.Of(texts, "entities", repetitions));

    private static List<Example> Make(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var (who, verb, where) = (People[i % 4], Verbs[i / 4 % 4], Cities[i / 16 % 4]);
        var text = $"{who} {verb} {where} on day {i}";
        var at = text.IndexOf(where, StringComparison.Ordinal);
        return new Example { Id = $"{i}", Text = text, Entities = [new(0, who.Length, "PER"), new(at, at + where.Length, "LOC")] };
    })];

    private static Example With(Example e, Func<Span, Span> change, int at) => e with { Entities = [.. e.Entities.Select((s, i) => i == at ? change(s) : s)] };

    private static Span VerbOf(Example e) => Verbs.Select(v => (v, At: e.Text.IndexOf(v, StringComparison.Ordinal))).Where(v => v.At >= 0).Select(v => new Span(v.At, v.At + v.v.Length, "LOC")).First();
}
