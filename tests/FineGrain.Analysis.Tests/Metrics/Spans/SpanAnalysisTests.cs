using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Analysis.Metrics.Spans.Tags;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Metrics.Spans;

public sealed class SpanAnalysisTests
{
    private static readonly EvaluationOptions Options = new() { Task = "spans", Target = "spans", BootstrapSamples = 50 };

    [Fact]
    public void Every_kind_of_error_is_recognised()
    {
        var judged = SpanJudgement.Of(SpanRows.Row("1", "a b c d e f g h i j k", "PER:0 PER:1-2 ORG:3 LOC:4-5 PER:6", "PER:0 PER:2 LOC:3 PER:5 LOC:8"));
        Assert.Equal([SpanErrorKind.Right, SpanErrorKind.WrongBorder, SpanErrorKind.WrongType, SpanErrorKind.Both, SpanErrorKind.Missed, SpanErrorKind.Invented], judged.Select(j => j.Kind));
    }

    [Fact]
    public void Each_span_is_judged_once() => Assert.All(Enumerable.Range(0, 40), seed =>
    {
        foreach (var row in SpanRows.Random(10, seed, nested: true))
        {
            var judged = SpanJudgement.Of(row);
            Assert.Equal(row.GoldSpans!.Distinct().OrderBy(s => (s.Start, s.End, s.Label)), judged.Where(j => j.Gold is not null).Select(j => j.Gold!).OrderBy(s => (s.Start, s.End, s.Label)));
            Assert.Equal(row.Spans!.Distinct().Count(), judged.Count(j => j.Predicted is not null));
        }
    });

    [Fact]
    public void Errors_add_up_to_the_scores()
    {
        var result = Evaluation.Of(SpanRows.Random(300, 5), null, Options);
        var errors = result.Spans!.Errors;
        var gold = errors.Sum(e => e.Right + e.WrongBorder + e.WrongType + e.Both + e.Missed);
        Assert.Equal(result["span-f1"].Support, gold);
        Assert.Equal(result["span-recall"].Value, (double)errors.Sum(e => e.Right) / gold, 12);
        Assert.Equal(errors.Sum(e => e.WrongType + e.Both), result.Spans.Confusions.Sum(c => c.Count));
    }

    [Fact]
    public void Groups_cut_all_spans_and_count_length_in_words_or_characters()
    {
        var training = TrainingSpans.Of([.. Enumerable.Range(0, 3).Select(i => new Example { Id = $"{i}", Text = "北京 Ada", Entities = [new(0, 2, "LOC"), new(3, 6, "PER")] })]);
        var chinese = new Prediction { Id = "zh", Text = "我在北京見Ada Byron", GoldSpans = [new(2, 4, "LOC"), new(5, 14, "PER")], Spans = [new(2, 4, "LOC", 1), new(5, 8, "PER", 1)] };
        var groups = Evaluation.Of([chinese], null, Options with { Training = training }).Spans!.Groups.ToDictionary(g => g.Name, g => g.Slices);
        Assert.Equal([("seen with this label", new SpanCount(1, 1, 2)), ("never seen", new(0, 1, 0))], groups["novelty"].Select(s => (s.Name, s.Count)));
        Assert.Equal([("0", new SpanCount(0, 1, 0)), ("2–4", new(1, 1, 2))], groups["frequency"].Select(s => (s.Name, s.Count)));
        Assert.Equal([("1", new SpanCount(0, 0, 1)), ("2", new(1, 2, 1))], groups["length"].Select(s => (s.Name, s.Count)));
    }

    [Fact]
    public void On_correct_tags_the_tools_agree_and_looser_counts_are_higher()
    {
        var tools = Evaluation.Of(SpanRows.Random(200, 8), null, Options).Spans!.OtherTools.ToDictionary(t => t.Name);
        foreach (var same in (string[])["conlleval", "seqeval, default mode", "seqeval, strict IOB2"]) Assert.Equal(0, tools[same].Difference, 12);
        Assert.True(tools["lenient F1"].Moves && tools["lenient F1"].Difference > 0.01);
        Assert.True(tools["half points for overlaps"].Value > tools["borders only"].Value);
        Assert.False(tools["conlleval"].Moves);
    }

    [Fact]
    public void Token_accuracy_is_shown_with_what_answering_nothing_would_score()
    {
        var token = Evaluation.Of([SpanRows.Row("1", "a b c d e f g h i Ada", "PER:9", "")], null, Options).Spans!.OtherTools.Single(t => t.Name == "token accuracy");
        Assert.Equal(0.9, token.Value, 12);
        Assert.Contains("answering nothing would score 90.0%", token.Note, StringComparison.Ordinal);
        Assert.True(token.Moves);
    }

    [Fact]
    public void Tags_without_B_join_neighbours()
    {
        var tools = Evaluation.Of([SpanRows.Row("1", "Ada Alan met", "PER:0 PER:1", "PER:0-1")], null, Options).Spans!.OtherTools.ToDictionary(t => t.Name, t => t.Value);
        Assert.Equal(0, tools["conlleval"], 12);
        Assert.Equal(1, tools["conlleval on tags without B-"], 12);
    }

    [Fact]
    public void Nested_spans_are_said_to_be_lost_to_tags()
    {
        var analysis = Evaluation.Of([SpanRows.Row("1", "University of New York", "ORG:0-3 LOC:2-3", "ORG:0-3")], null, Options).Spans!;
        Assert.Equal(1, analysis.Untaggable);
        Assert.Contains("1 nested or overlapping", analysis.OtherTools.Single(t => t.Name == "conlleval").Note, StringComparison.Ordinal);
        Assert.Equal(1, analysis.OtherTools.Single(t => t.Name == "conlleval").Value, 12);
    }

    [Theory]
    [InlineData("Ada  Lovelace\tlived", "Ada|Lovelace|lived")]
    [InlineData("我愛NY。好", "我|愛|NY|。|好")]
    [InlineData("a𠮷b 👩‍👩‍👧", "a|𠮷|b|👩‍👩‍👧")]
    [InlineData(" ", "")]
    public void Units_are_words_and_single_ideographs(string text, string units) =>
        Assert.Equal(units, string.Join('|', TextUnits.Of(text).Select(u => text[u.Start..u.End])));

    [Fact]
    public void Units_are_cut_at_borders_inside_words() =>
        Assert.Equal(["U.N", ".-", "backed"], TextUnits.Of("U.N.-backed", new HashSet<int> { 0, 3, 5 }).Select(u => "U.N.-backed"[u.Start..u.End]));
}
