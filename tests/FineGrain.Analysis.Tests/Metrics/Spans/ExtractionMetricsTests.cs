using FineGrain.Analysis.Comparing;
using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Analysis.Metrics.Spans.Tags;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Metrics.Spans;

public sealed class ExtractionMetricsTests
{
    private static readonly EvaluationOptions Plain = new() { Task = "spans", Target = "spans", BootstrapSamples = 0 };

    [Fact]
    public void Counts_by_hand()
    {
        // Gold 5, predicted 5; exact hits: PER:0-1 and LOC:5. One border wrong, one type wrong, one missed, one invented.
        var result = Of(
            SpanRows.Row("1", "Ada Lovelace met Charles Babbage in London", "PER:0-1 PER:3-4 LOC:6", "PER:0-1 PER:4 LOC:6"),
            SpanRows.Row("2", "Apple hired Turing", "ORG:0 PER:2", "LOC:0 ORG:1"));
        Close(0.4, result["span-precision"]);
        Close(0.4, result["span-recall"]);
        Close(0.4, result["span-f1"]);
        Close(0.6, result["span-lenient-f1"]);
        Close(0.6, result["span-border-f1"]);
        // PER: hits 1, gold 3, predicted 2; LOC: 1, 1, 2; ORG: 0, 1, 1.
        Close(2.0 / 5, result["f1:PER"]);
        Close(2.0 / 3, result["f1:LOC"]);
        Close(0, result["f1:ORG"]);
        Close((0.4 + 2.0 / 3 + 0) / 3, result["span-macro-f1"]);
        Close(0, result["span-exact-texts"]);
        Assert.Equal(5, result["span-f1"].Support);
        Assert.Equal(3, result["recall:PER"].Support);
        Assert.Equal("span-f1", result.Headline.Metric);
    }

    [Fact]
    public void Strict_counts_equal_conlleval_and_seqeval_where_tags_can_hold_the_spans()
    {
        var rows = SpanRows.Random(400, 3);
        var result = Evaluation.Of(rows, null, Plain);
        foreach (var tool in (TagTool[])[TagTool.Conlleval, TagTool.Seqeval, TagTool.SeqevalStrictIob2])
        {
            var scores = TagScores.Of(rows.Select(r => new TaggedSentence(Tags(r.GoldSpans!), Tags([.. r.Spans!.Select(s => new Span(s.Start, s.End, s.Label))]))), tool);
            Close(scores.All.F1, result["span-f1"]);
            foreach (var (type, count) in scores.Types)
            {
                Close(count.Precision, result[$"precision:{type}"]);
                Close(count.Recall, result[$"recall:{type}"]);
                Close(count.F1, result[$"f1:{type}"]);
            }
        }

        // Words are two letters and a space, so word w starts at 3w.
        static string[] Tags(IReadOnlyList<Span> spans) => [.. Enumerable.Range(0, 10).Select(w =>
            spans.FirstOrDefault(s => s.Start <= 3 * w && 3 * w < s.End) is { } s ? $"{(s.Start == 3 * w ? "B" : "I")}-{s.Label}" : "O")];
    }

    [Fact]
    public void Nested_and_overlapping_spans_count_each_for_itself()
    {
        var result = Of(SpanRows.Row("1", "University of New York", "ORG:0-3 LOC:2-3", "LOC:2-3 ORG:0-3 ORG:0"));
        Close(2.0 / 3, result["span-precision"]);
        Close(1, result["span-recall"]);
    }

    [Fact]
    public void What_stands_twice_counts_once()
    {
        var row = SpanRows.Row("1", "Ada Byron", "PER:0-1", "PER:0-1");
        Close(1, Of(row with { Spans = [.. row.Spans!, .. row.Spans!], GoldSpans = [.. row.GoldSpans!, .. row.GoldSpans!] })["span-precision"]);
    }

    [Fact]
    public void Leniency_gives_each_prediction_one_gold_span_at_most()
    {
        var result = Of(SpanRows.Row("1", "Ada and Charles and Alan", "PER:0 PER:2 PER:4", "PER:0-4"));
        Close(1, result["span-lenient-precision"]);
        Close(1.0 / 3, result["span-lenient-recall"]);
        // Touching is not overlapping, and another type is no hit.
        Close(0, Of(SpanRows.Row("1", "Ada Byron", "PER:0", "PER:1"))["span-lenient-f1"]);
        Close(0, Of(SpanRows.Row("1", "Ada Byron", "PER:0-1", "LOC:0-1"))["span-lenient-f1"]);
    }

    [Fact]
    public void Lenient_is_never_below_strict() => Assert.All(Enumerable.Range(0, 30), seed =>
    {
        var result = Evaluation.Of(SpanRows.Random(20, seed, nested: true), null, Plain);
        Assert.True(result["span-lenient-f1"].Value >= result["span-f1"].Value - 1e-12 && result["span-border-f1"].Value >= result["span-f1"].Value - 1e-12, $"seed {seed}");
    });

    [Fact]
    public void Texts_without_any_span_leave_f1_undefined_and_are_exact()
    {
        var result = Of(SpanRows.Row("1", "nothing here", "", ""));
        Assert.True(double.IsNaN(result["span-f1"].Value));
        Close(1, result["span-exact-texts"]);
        Close(0, Of(SpanRows.Row("1", "Ada", "PER:0", ""))["span-f1"]);
        Close(0, Of(SpanRows.Row("1", "Ada", "", "PER:0"))["span-f1"]);
    }

    [Fact]
    public void A_type_that_the_label_set_does_not_know_is_still_missed()
    {
        var result = Evaluation.Of([SpanRows.Row("1", "Ada in Paris", "PER:0 GPE:2", "PER:0")], new(["PER"]), Plain);
        Close(0.5, result["span-recall"]);
        Assert.Equal(["PER", "GPE"], result.Labels);
    }

    [Fact]
    public void Seen_and_unseen_entities_are_told_apart_by_surface_and_label()
    {
        var training = TrainingSpans.Of([new() { Id = "t", Text = "Paris and Ada", Entities = [new(0, 5, "LOC"), new(10, 13, "PER")] }]);
        var result = Evaluation.Of([SpanRows.Row("1", "Ada saw Paris and Turin", "PER:0 PER:2 LOC:4", "PER:0 LOC:4")], null, Plain with { Training = training });
        Close(1, result["span-recall-seen"]);
        Close(0.5, result["span-recall-unseen"]); // Paris was never a PER, Turin never anything
        Assert.Equal((1, 2), (result["span-recall-seen"].Support, result["span-recall-unseen"].Support));
    }

    [Fact]
    public void Triplets_count_only_when_both_terms_and_the_polarity_are_right()
    {
        var right = new Triplet(new(0, 4, "positive"), new(9, 14, "opinion"));
        Triplet[] predicted = [right, right with { Aspect = new(0, 4, "negative") }, right with { Opinion = new(9, 13, "opinion") }];
        var row = new Prediction { Id = "1", Text = "food was tasty, soup cold", GoldTriplets = [right, new(new(16, 20, "negative"), new(21, 25, "opinion"))], Triplets = predicted };
        var result = Evaluation.Of([row], null, Plain with { Target = "triplets" });
        Close(1.0 / 3, result["triplet-precision"]);
        Close(0.5, result["triplet-recall"]);
        Close(0.4, result["triplet-f1"]);
        Close(2.0 / 4, result["triplet-pair-f1"]); // 1 hit; 2 gold pairs, 2 distinct predicted ones
        Close(2.0 / 3, result["triplet-aspect-f1"]); // 1 hit; 2 gold aspects, 1 predicted
        Close(2.0 / 4, result["triplet-opinion-f1"]);
        Close(0.4, result["triplet-lenient-f1"]); // the cut opinion overlaps, but that gold triplet is taken by the exact one
        Assert.Equal("triplet-f1", result.Headline.Metric);
    }

    [Theory]
    [InlineData("gold", "gold_spans")]
    [InlineData("answer", "'spans'")]
    [InlineData("outside", "not inside its text of 3")]
    [InlineData("empty", "is empty or not inside")]
    [InlineData("negative", "is empty or not inside")]
    public void A_prediction_that_cannot_be_scored_is_named(string kind, string message)
    {
        var good = SpanRows.Row("bad", "Ada", "PER:0", "PER:0");
        var bad = kind switch
        {
            "gold" => good with { GoldSpans = null },
            "answer" => good with { Spans = null },
            "outside" => good with { Spans = [new(0, 4, "PER", 1)] },
            "empty" => good with { GoldSpans = [new(1, 1, "PER")] },
            _ => good with { Spans = [new(-1, 2, "PER", 1)] },
        };
        var e = Assert.Throws<InputException>(() => Of(bad));
        Assert.StartsWith("bad", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_have_intervals_and_hardest_texts_come_first()
    {
        var result = Evaluation.Of(SpanRows.Random(300, 1), null, Plain with { BootstrapSamples = 200, Dataset = "d", Split = "test", Seed = 3 });
        Assert.All(result.Scores, s => Assert.True(s.Low <= s.Value && s.Value <= s.High && s.Low < s.High, $"{s}"));
        Assert.Equal(result.Hardest.Select(h => h.Loss).OrderDescending(), result.Hardest.Select(h => h.Loss));
        Assert.All(result.ConfidentMistakes, m => Assert.False(m.Correct));
        Assert.Equal(300, result.Lengths.Sum(l => l.Score.Support) > 0 ? result.Support : 0);
    }

    [Fact]
    public void A_better_tagger_is_called_better_and_its_texts_are_listed()
    {
        var a = SpanRows.Random(300, 2);
        var b = a.Select((p, i) => i % 4 == 0 ? p with { Spans = [.. p.GoldSpans!.Select(s => new ScoredSpan(s.Start, s.End, s.Label, 0.9))] } : p).ToList();
        var result = Comparison.Of(a, b, null, new() { Target = "spans", Task = "spans", BootstrapSamples = 300, Swaps = 499 });
        Assert.Equal(("span-f1", "approximate randomization"), (result.Headline.Metric, result.Headline.Test));
        Assert.True(result.Headline.PValue < 0.01 && result.Headline.Interval.Low > 0, result.Verdict);
        Assert.Equal("exact McNemar", result.Metrics.Single(m => m.Metric == "span-exact-texts").Test);
        Assert.Equal(a.Sum(p => p.GoldSpans!.Count), result.Headline.A.Support);
        Assert.NotEmpty(result.Better);
        Assert.Empty(result.Worse);
        Assert.StartsWith("4: has another gold", Assert.Throws<InputException>(() => Comparison.Of(a, b.Select(p => p.Id == "4" ? p with { GoldSpans = [new(0, 2, "ORG")] } : p), null, new() { Target = "spans" })).Message, StringComparison.Ordinal);
    }

    private static EvaluationResult Of(params Prediction[] rows) => Evaluation.Of(rows, null, Plain);

    private static void Close(double expected, Score score) => Close(expected, score.Value);

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 12);
}
