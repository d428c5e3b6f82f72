using FineGrain.Core;
using FineGrain.Data.Aspects;

namespace FineGrain.Data.Tests.Aspects;

public sealed class AspectExamplesTests
{
    private static readonly Example Review = new() { Id = "7", Text = "Great food, slow service.", Aspects = [new(6, 10, "positive"), new(17, 24, "negative")] };

    [Fact]
    public void Each_aspect_of_a_text_is_an_example_of_its_own()
    {
        var examples = AspectExamples.Of([Review]).ToList();
        Assert.Equal([("7#1", "positive", "food"), ("7#2", "negative", "service")], examples.Select(e => (e.Id, e.Label!, e.Fields["aspect"])));
        Assert.All(examples, e => Assert.Single(e.Aspects));
    }

    [Fact]
    public void An_example_of_an_aspect_stays_as_it_is()
    {
        var once = AspectExamples.Of([Review]).ToList();
        Assert.Equal(once.Select(e => e.Id), AspectExamples.Asked(once).Select(e => e.Id));
    }

    [Fact]
    public void A_text_without_aspects_is_refused_by_name_when_answers_are_wanted()
    {
        var error = Assert.Throws<InputException>(() => AspectExamples.Asked([Review with { Aspects = [] }]).ToList());
        Assert.StartsWith("7: names no aspect to judge.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_place_of_the_words_is_found_in_any_case()
    {
        var found = AspectSearch.Place(new Example { Id = "1", Text = "Screen good, SCREEN bright, price ok" }, ["screen", "price"]);
        Assert.Equal([(0, 6), (13, 19), (28, 33)], found.Aspects.Select(a => (a.Start, a.End)));
    }

    [Theory]
    [InlineData("keyboard", "1: the aspect 'keyboard' does not stand in the text.")]
    [InlineData(" ", "--aspect: is empty")]
    public void Words_that_are_not_there_are_refused(string term, string message)
    {
        var error = Assert.Throws<InputException>(() => AspectSearch.Place(new Example { Id = "1", Text = "Screen good" }, [term]));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
