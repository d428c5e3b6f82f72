using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FineGrain.Analysis.Reporting;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Reporting;

public sealed class ReportTests
{
    private static readonly string Page = Report.Render(SampleRun.Data());

    [Fact]
    public void The_page_is_the_approved_one()
    {
        // Look at the page in a browser before approving a change of it: FINEGRAIN_APPROVE=1.
        if (Environment.GetEnvironmentVariable("FINEGRAIN_APPROVE") == "1")
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "Golden", "report.html"), Page);
        else Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "report.html")), Page);
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        Assert.Single(Regex.Matches(Page, "<script"));
        Assert.DoesNotContain("<img", Page, StringComparison.Ordinal);
        Assert.Contains("&lt;/style&gt;&lt;/script&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; \ufffdevil\ufffd \ufffd {0}", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_of_everything_stay_text()
    {
        const string bad = "\"><b onmouseover=x>'&";
        var predictions = SampleRun.Predictions(20).Select(p => p with { Id = p.Id + bad, Pair = bad, Gold = [bad], Labels = [bad], Probabilities = new Dictionary<string, double> { [bad] = 1 } });
        var page = Report.Render(new()
        {
            Name = bad, Subtitle = bad, Recipe = bad + ": " + bad + " #" + bad, DataNotes = [bad], Environment = [new(bad, bad)],
            Evaluations = [Evaluation.Of(predictions, null, new() { Dataset = bad, Split = bad, BootstrapSamples = 10 })],
            Curves = [new(bad, bad, [new(1, 1), new(2, double.NaN)])], Splits = [new(bad, 1, [new(bad, 1)], 1)],
            SeedScores = [new(bad, bad, bad, bad, 0.5, 0, 1, 1, 1), new(bad, bad, bad, bad, 0.5, 0, 1, 1, 2)],
        });
        Assert.DoesNotContain("<b onmouseover", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"><b", page.Replace("<div class=\"eyebrow\"><b>", "", StringComparison.Ordinal).Replace("<li class=\"x\"><b", "", StringComparison.Ordinal)
            .Replace("<td class=\"num\"><b>", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_from_outside() =>
        Assert.DoesNotMatch(new Regex("(src|href)=\"(?!#|data:,)|@import|url\\(", RegexOptions.IgnoreCase), Page.Replace(Html.Text(SampleRun.Hostile), "", StringComparison.Ordinal));

    [Fact]
    public void Every_opened_element_is_closed()
    {
        var open = new Stack<string>();
        var markup = Regex.Replace(Page, "<(style|script)>.*?</\\1>", "", RegexOptions.Singleline);
        foreach (Match tag in Regex.Matches(markup, "<(/?)([a-z0-9]+)[^>]*?(/?)>"))
        {
            if (tag.Groups[2].Value is "meta" or "link" or "input" || tag.Groups[3].Length > 0) continue;
            if (tag.Groups[1].Length == 0) open.Push(tag.Groups[2].Value);
            else Assert.Equal(open.Pop(), tag.Groups[2].Value);
        }
        Assert.Empty(open);
    }

    [Fact]
    public void Every_number_is_written_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Assert.Equal(Page, Report.Render(SampleRun.Data()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_empty_report_is_still_a_page() => Assert.Contains("<h1>empty</h1>", Report.Render(new() { Name = "empty" }), StringComparison.Ordinal);

    [Theory]
    [InlineData("number")]
    [InlineData("labels")]
    public void Other_targets_have_their_own_tiles(string target)
    {
        Prediction[] rows = [.. Enumerable.Range(0, 20).Select(i => new Prediction { Id = $"{i}", Text = new('x', i + 1), Gold = i % 3 == 0 ? [] : ["a", "b"], Labels = ["a"], GoldNumber = i, Number = target == "number" ? i + 0.5 : null })];
        var page = Report.Render(new() { Name = "n", Evaluations = [Evaluation.Of(rows, null, new() { Target = target, BootstrapSamples = 50 })] });
        Assert.Contains(target == "number" ? "Mean absolute error</div><div class=\"big\">0.500" : "All labels right", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_cannot_be_written_says_where() =>
        Assert.StartsWith("/proc/none/report.html: cannot be written", Assert.Throws<InputException>(() => Report.Write("/proc/none/report.html", new() { Name = "x" })).Message, StringComparison.Ordinal);

    private static string Here([CallerFilePath] string path = "") => path;
}
