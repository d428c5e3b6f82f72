using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Analysis.Reporting;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Reporting;

public sealed class SpanReportTests
{
    private static readonly string Page = Report.Render(Data());

    [Fact]
    public void The_page_is_the_approved_one()
    {
        // Look at the page in a browser before approving a change of it: FINEGRAIN_APPROVE=1.
        if (Environment.GetEnvironmentVariable("FINEGRAIN_APPROVE") == "1") File.WriteAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "Golden", "report-spans.html"), Page);
        else Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "report-spans.html")), Page);
    }

    [Fact]
    public void Marked_text_is_the_text_itself()
    {
        // Nested, overlapping, at the ends, beside a surrogate pair: without markup and type labels every character stands once and in order.
        var row = new Prediction { Id = "1", Text = "𠮷野家 in 新宿 <b>&", GoldSpans = [new(0, 4, "ORG"), new(0, 2, "PER"), new(8, 10, "LOC")], Spans = [new(2, 10, "ORG", 0.5), new(11, 14, "LOC", 1)] };
        var page = Report.Render(new() { Name = "n", Evaluations = [Evaluation.Of([row], null, new() { Target = "spans", BootstrapSamples = 5 })] });
        var marked = Regex.Match(page, "<p class=\"text\" dir=\"auto\">(.*?)</p>").Groups[1].Value;
        Assert.Equal(Html.Text(row.Text), Regex.Replace(Regex.Replace(marked, "<sub.*?</sub>", ""), "<[^>]*>", ""));
    }

    [Fact]
    public void Right_to_left_surfaces_are_isolated_from_their_labels() =>
        Assert.Contains("<bdi>القاهرة</bdi> <b>LOC</b>", Page, StringComparison.Ordinal);

    [Fact]
    public void A_choice_of_tool_that_moves_the_number_is_marked() =>
        Assert.Matches("token accuracy</td>.*?<span class=\"chip warn\">", Page);

    [Fact]
    public void Hostile_spans_stay_text()
    {
        const string bad = "<img src=x onerror=alert(1)>";
        var row = new Prediction { Id = bad, Text = bad + bad, GoldSpans = [new(0, 5, bad)], Spans = [new(3, 9, bad + "\"", 1)] };
        Assert.DoesNotContain("<img", Report.Render(new() { Name = "n", Evaluations = [Evaluation.Of([row], null, new() { Target = "spans", BootstrapSamples = 5 })] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Triplets_are_shown_in_words()
    {
        var gold = new Triplet(new(0, 4, "positive"), new(9, 14, "opinion"));
        var page = Report.Render(new() { Name = "n", Evaluations = [Evaluation.Of([new() { Id = "1", Text = "food was tasty", GoldTriplets = [gold], Triplets = [gold with { Aspect = new(0, 4, "negative") }] }], null, new() { Target = "triplets", BootstrapSamples = 5 })] });
        Assert.Contains("<span>answered</span><bdi>food</bdi> · <bdi>tasty</bdi> <b>negative</b>", page, StringComparison.Ordinal);
        Assert.Contains("Exact triplet F1", page, StringComparison.Ordinal);
    }

    private static ReportData Data()
    {
        const string longText = "The meeting in Geneva was opened by Maria Keller of the World Health Organization. ";
        Prediction[] rows =
        [
            Row("en-1", "Ada Lovelace wrote to Charles Babbage from London.", [("Ada Lovelace", "PER"), ("Charles Babbage", "PER"), ("London", "LOC")], [("Ada Lovelace", "PER"), ("Babbage", "PER"), ("London", "LOC")]),
            Row("en-2", "University of New York beat Boston College.", [("University of New York", "ORG"), ("New York", "LOC"), ("Boston College", "ORG")], [("University of New York", "ORG"), ("Boston", "LOC")]),
            Row("zh-1", "王小明在北京大学读书，周末去上海看足球。", [("王小明", "PER"), ("北京大学", "ORG"), ("上海", "LOC")], [("王小明", "PER"), ("北京", "LOC"), ("上海", "LOC")]),
            Row("ar-1", "زار نجيب محفوظ مدينة القاهرة أمس.", [("نجيب محفوظ", "PER"), ("القاهرة", "LOC")], [("نجيب محفوظ", "PER"), ("القاهرة", "ORG")]),
            Row("long", string.Concat(Enumerable.Repeat("Nothing to see here, move along. ", 14)) + longText, [("Geneva", "LOC"), ("Maria Keller", "PER"), ("World Health Organization", "ORG")], [("Geneva", "LOC"), ("Keller", "PER"), ("World Health Organization", "ORG")]),
            Row("none", "Nothing happened, again.", [], [("again", "MISC")]),
            Row("right", "Paris!", [("Paris", "LOC")], [("Paris", "LOC")]),
        ];
        var training = TrainingSpans.Of([new() { Id = "t", Text = "London Paris 上海 Boston", Entities = [new(0, 6, "LOC"), new(7, 12, "LOC"), new(13, 15, "LOC"), new(16, 22, "LOC")] }]);
        return new()
        {
            Name = "entities", Subtitle = "Transformer over words, CRF.", Finished = new(2026, 11, 23, 14, 30, 0, TimeSpan.Zero),
            Evaluations = [Evaluation.Of(rows, new(["LOC", "ORG", "PER"]), new() { Task = "spans", Target = "spans", Dataset = "entities", Split = "test", Seed = 1, BootstrapSamples = 200, Training = training })],
        };

        static Prediction Row(string id, string text, (string Surface, string Label)[] gold, (string Surface, string Label)[] predicted) => new()
        {
            Id = id, Text = text,
            GoldSpans = [.. gold.Select(g => new Span(At(text, g.Surface), At(text, g.Surface) + g.Surface.Length, g.Label))],
            Spans = [.. predicted.Select((p, i) => new ScoredSpan(At(text, p.Surface), At(text, p.Surface) + p.Surface.Length, p.Label, 0.95 - 0.2 * i))],
        };

        static int At(string text, string surface) => text.IndexOf(surface, StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
