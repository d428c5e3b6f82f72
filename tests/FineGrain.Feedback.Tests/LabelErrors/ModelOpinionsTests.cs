using FineGrain.Core;
using FineGrain.Feedback.LabelErrors;

namespace FineGrain.Feedback.Tests.LabelErrors;

public sealed class ModelOpinionsTests
{
    private static readonly Example Ann = new() { Id = "a", Text = "Ann left Oslo", Entities = [new(0, 3, "PER"), new(9, 13, "ORG")] };

    private static readonly Prediction Answer = new() { Id = "a", Text = Ann.Text, Spans = [new(9, 13, "LOC", 0.7)], GoldSpans = Ann.Entities, GoldScores = [0.4, 0.2] };

    [Fact]
    public void A_given_span_has_the_probability_of_the_model_and_nothing_the_rest_where_it_marks_nothing()
    {
        var opinion = Assert.Single(Read(Answer));
        Assert.Equal([0.4, 0.2], opinion.Given);
        Assert.Equal([0.6, 0], opinion.Nothing);
        Assert.Equal(Answer.Spans, opinion.Marked);
    }

    [Fact]
    public void An_answer_is_found_by_its_text_whatever_its_id() => Assert.Single(Read(Answer with { Id = "elsewhere/train.conll:1" }));

    [Fact]
    public void A_text_that_stands_twice_annotated_in_two_ways_has_both_answers()
    {
        var twin = Ann with { Id = "b", Entities = [new(9, 13, "LOC")] };
        var opinions = ModelOpinions.Of([Ann, twin], "entities", [Answer, Answer with { Id = "b", GoldSpans = twin.Entities, GoldScores = [0.7] }], "p.jsonl");
        Assert.Equal([0.4, 0.2], opinions[0].Given);
        Assert.Equal([0.7], opinions[1].Given);
        Assert.Single(opinions[1].Marked);
    }

    [Fact]
    public void A_text_without_an_answer_is_an_error_that_says_what_to_do() =>
        Refuses("has no answer for 'a'. Answer all of the data with 'finegrain predict --input'.", Answer with { Id = "b", Text = "another" });

    [Fact]
    public void An_answer_to_another_text_of_the_same_id_is_an_error() => Refuses("the answer for 'a' is one to another text", Answer with { Text = "Ann left Bern" });

    [Fact]
    public void An_answer_that_does_not_know_the_given_spans_is_an_error()
    {
        Refuses("does not say how probable 'Oslo' as ORG is (gold_scores)", Answer with { GoldSpans = [Ann.Entities[0]], GoldScores = [0.4] });
        Refuses("does not say how probable 'Ann' as PER is (gold_scores)", Answer with { GoldScores = null });
    }

    [Fact]
    public void An_answer_without_spans_is_an_error() => Refuses("has no spans. Predict with a model that marks spans.", Answer with { Spans = null });

    private static IReadOnlyList<SpanOpinion> Read(Prediction prediction) => ModelOpinions.Of([Ann], "entities", [prediction], "p.jsonl");

    private static void Refuses(string message, Prediction prediction)
    {
        var error = Assert.Throws<InputException>(() => Read(prediction)).Message;
        Assert.StartsWith("p.jsonl", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
