using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.LabelErrors;
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
        var first = SpanErrorSearch.Rank(train, repetitions: 2).Where(s => s.Kind != SpanErrorKind.Contradiction).Take(4).OrderBy(s => s.Row).ToList();
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
        Assert.DoesNotContain(SpanErrorSearch.Candidates(train, repetitions: 1), c => c.Given == train[0].Entities[0]);
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
    public void Texts_without_spans_give_nothing() => Assert.Empty(SpanErrorSearch.Rank([new() { Id = "1", Text = "nothing here" }]));

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
