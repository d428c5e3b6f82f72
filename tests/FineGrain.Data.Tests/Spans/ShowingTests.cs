using System.Text.RegularExpressions;
using FineGrain.Core;
using FineGrain.Data.Spans.Showing;

namespace FineGrain.Data.Tests.Spans;

public sealed class ShowingTests
{
    private static string Terminal(ShownText shown, bool color = false)
    {
        using var output = new StringWriter();
        new TerminalShowing(output, color).Write(shown);
        return output.ToString();
    }

    private static string Html(params ReadOnlySpan<ShownText> texts)
    {
        using var output = new StringWriter();
        using (var page = new HtmlShowing(output, "t <1>"))
            foreach (var text in texts) page.Write(text);
        return output.ToString();
    }

    private static ShownText Of(string text, params ReadOnlySpan<(int Start, int End, string Label)> marks)
    {
        var list = new List<Span>();
        foreach (var (start, end, label) in marks) list.Add(new(start, end, label));
        return ShownText.Of(new Example { Id = "e<1>", Text = text, Entities = list });
    }

    [Fact]
    public void Marks_stand_in_brackets_and_nest_without_colour() =>
        Assert.Equal("[Bank of [China LOC] ORG] 的[行长 职位]。\n", Terminal(Of("Bank of China 的行长。", (0, 13, "ORG"), (8, 13, "LOC"), (15, 17, "职位"))));

    [Fact]
    public void Marks_that_cross_are_numbered_at_both_ends() =>
        Assert.Equal("[¹ab[²cd X¹]ef Y²]\n", Terminal(Of("abcdef", (0, 4, "X"), (2, 6, "Y"))));

    [Fact]
    public void Neighbours_close_before_the_next_opens() =>
        Assert.Equal("[a A][b A]\n", Terminal(Of("ab", (0, 1, "A"), (1, 2, "A"))));

    [Fact]
    public void Without_the_paint_the_coloured_line_is_the_plain_one_and_it_ends_unpainted()
    {
        var shown = Of("Bank of China 的行长。", (0, 13, "ORG"), (8, 13, "LOC"));
        var painted = Terminal(shown, color: true);
        Assert.NotEqual(Terminal(shown), painted);
        Assert.Equal(Terminal(shown), Regex.Replace(painted, "\e\\[[0-9;]*m", ""));
        Assert.Equal("\e[0m", Regex.Matches(painted, "\e\\[[0-9;]*m").Last().Value);
    }

    [Fact]
    public void A_text_cannot_steer_the_terminal() =>
        Assert.Equal("a⏎b␛[31m�c\n", Terminal(Of("a\nb\e[31m\u009bc")));

    [Theory]
    [InlineData('\u202e', "⟨U+202E⟩")]
    [InlineData('\u202a', "⟨U+202A⟩")]
    [InlineData('\u2066', "⟨U+2066⟩")]
    [InlineData('\u2069', "⟨U+2069⟩")]
    [InlineData('\u200e', "⟨U+200E⟩")]
    [InlineData('\u200f', "⟨U+200F⟩")]
    [InlineData('\u061c', "⟨U+061C⟩")]
    [InlineData('\u2028', "⏎")]
    [InlineData('\u200d', "\u200d")] // joins emoji and turns nothing
    public void A_character_that_turns_the_direction_of_writing_is_shown_as_its_code_point(char c, string shown) =>
        Assert.Equal($"[a{shown}b X{shown}]c\n", Terminal(Of($"a{c}bc", (0, 3, $"X{c}"))));

    [Theory]
    [InlineData("דנה גרה בירושלים.", 8, 16, "\u2068[\u2068דנה\u2069 PER]\u2069 גרה \u2068[\u2068בירושלים\u2069 LOC]\u2069.\n")]
    [InlineData("هبة تسكن بغداد", 9, 14, "\u2068[\u2068هبة\u2069 PER]\u2069 تسكن \u2068[\u2068بغداد\u2069 LOC]\u2069\n")]
    public void Marks_in_right_to_left_text_are_isolates_with_their_labels(string text, int start, int end, string expected) =>
        Assert.Equal(expected, Terminal(Of(text, (0, 3, "PER"), (start, end, "LOC"))));

    [Fact]
    public void Isolates_nest_with_marks_and_colour_stays_outside_them()
    {
        var nested = Of("בנק ישראל x", (0, 9, "ORG"), (4, 9, "LOC"));
        Assert.Equal("\u2068[\u2068בנק \u2068[\u2068ישראל\u2069 LOC]\u2069\u2069 ORG]\u2069 x\n", Terminal(nested));
        Assert.Equal(Terminal(nested), Regex.Replace(Terminal(nested, color: true), "\e\\[[0-9;]*m", ""));
    }

    [Fact]
    public void Of_marks_that_cross_in_right_to_left_text_the_labels_are_isolates() =>
        Assert.Equal("[¹אב[²גד \u2068X¹\u2069]הו \u2068Y²\u2069]\n", Terminal(Of("אבגדהו", (0, 4, "X"), (2, 6, "Y"))));

    [Fact]
    public void A_label_from_right_to_left_is_isolated_in_latin_text_too() =>
        Assert.Equal("\u2068[\u2068Ann\u2069 אדם]\u2069 sings\n", Terminal(Of("Ann sings", (0, 3, "אדם"))));

    [Fact]
    public void Scores_labels_and_pairs_of_a_prediction_are_shown()
    {
        var shown = ShownText.Of(new Prediction
        {
            Id = "1", Text = "great soup", Labels = ["positive"], Probabilities = new Dictionary<string, double> { ["positive"] = 0.914 },
            Spans = [new(6, 10, "positive", 0.987)], Triplets = [new(new(6, 10, "positive"), new(0, 5, "opinion")), new(new(0, 0, "negative"), new(0, 5, "opinion"))],
        });
        Assert.Equal("[great opinion] [soup positive 0.99]\n  positive 0.91\n  soup ← great: positive\n  — ← great: negative\n", Terminal(shown));
    }

    [Fact]
    public void The_page_holds_every_text_as_it_is_once_the_chips_are_taken_out()
    {
        const string text = "  <b>שלום</b> & 中文\n😀 end ";
        var page = Html(Of(text, (2, 9, "X"), (5, 12, "Y<"), (3, 4, "Z")));
        var paragraph = Regex.Match(page, "<p dir=\"auto\">(.*?)</p>", RegexOptions.Singleline).Groups[1].Value;
        var plain = System.Net.WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(paragraph, "<bdi.*?</bdi>", "", RegexOptions.Singleline), "<[^>]*>", ""));
        Assert.Equal(text, plain);
        Assert.Equal(3, Regex.Count(paragraph, "<bdi"));
        Assert.Contains("Y&lt;", page, StringComparison.Ordinal);
        Assert.Contains("<title>t &lt;1&gt;</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_marks_have_lanes_of_their_own()
    {
        var page = Html(Of("abcdef", (0, 4, "X"), (2, 6, "Y")));
        var segments = Regex.Matches(page, "<span class=\"m\" style=\"background:(.*?);padding[^>]*>(.*?)</span>").Select(m => (Layers: Regex.Count(m.Groups[1].Value, "gradient"), Text: m.Groups[2].Value));
        Assert.Equal([(1, "ab"), (2, "cd"), (1, "ef")], segments);
        Assert.Contains("calc(100% - 5px)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_self_contained_and_its_legend_counts_the_labels()
    {
        var page = Html(Of("ab", (0, 1, "A"), (1, 2, "B")), Of("a", (0, 1, "A")), Of("none"));
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains(">A <i>2</i></bdi> <bdi", Regex.Match(page, "<nav>.*</nav>").Value, StringComparison.Ordinal);
        Assert.EndsWith("</body></html>\n", page, StringComparison.Ordinal);
    }
}
