using FineGrain.Analysis.Reporting;

namespace FineGrain.Analysis.Tests.Reporting;

public sealed class SearchReportTests
{
    private static readonly SearchReportData Data = new("sst2 <script>alert(1)</script>", "p95 at most 5 ms", "accuracy", 5,
    [
        new("as-it-is-float32", 52.9, 2.1, 6.2, 219, 84.29, 0, 0, 1, true, false, null),
        new("student-cnn-int8", 1.44, 0.2, 0.4, 3680, 83.14, -3.1, 0.8, 0.27, true, true, null),
        new("student-mlp-int8", 1.5, 0.2, 0.5, 3500, 80, -6.1, -2.2, 0.001, false, false, null),
        new("pruned-50-float32", 40, 4, 9.5, 100, null, null, null, null, false, false, "p95 9.50 ms"),
    ]);

    [Fact]
    public void The_front_the_chosen_one_and_what_was_not_tried_are_shown()
    {
        var page = SearchReport.Render(Data);
        Assert.Equal(page, SearchReport.Render(Data));
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"num\">83.14</td>", page, StringComparison.Ordinal);
        Assert.Contains("not tried: p95 9.50 ms", page, StringComparison.Ordinal);
        Assert.Equal(2 + 1 + 1, page.Split("<circle").Length - 1); // three that were tried, and the ring
        Assert.Equal(1, page.Split(">chosen<").Length - 1);
        Assert.Equal(1, page.Split(">on the front<").Length - 1);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("FINEGRAIN_SHOW") is { } path) File.WriteAllText(path, page);
    }

    [Fact]
    public void A_search_that_tried_nothing_says_so() =>
        Assert.Contains("Nothing was tried.", SearchReport.Render(Data with { Rows = [Data.Rows[3]] }), StringComparison.Ordinal);
}
