using System.Diagnostics;
using FineGrain.Analysis.Reporting;
using FineGrain.Analysis.Reporting.Drilldown;

namespace FineGrain.Analysis.Tests.Reporting;

/// <summary>Opens the report in a real Chromium where one is installed (Debian: apt-get install chromium).</summary>
public sealed class BrowserTests
{
    private static readonly string? Chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    [Fact]
    public async Task A_browser_runs_our_script_and_nothing_hostile()
    {
        var dom = await Dom(path => Report.Write(path, SampleRun.Data()));
        // The script makes the column heads buttons: it ran, so the policy's hash fits it.
        Assert.Contains("<th><button>Label</button></th>", dom, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", dom, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_unpacks_the_examples_and_shows_the_wrong_ones_first()
    {
        var data = DrillReportTests.One();
        var dom = await Dom(path => DrillReport.Write(path, data, Phrases.Of("en")));
        var wrong = data.Judged.Count(j => j.Correct == false);
        Assert.Contains($"<span class=\"count\">{wrong} of 400</span>", dom, StringComparison.Ordinal);
        Assert.Contains("data-ready=", dom, StringComparison.Ordinal);
        Assert.Contains("class=\"vrow\"", dom, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", dom, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_shows_a_pair_in_Chinese()
    {
        var dom = await Dom(path => DrillReport.Write(path, DrillReportTests.Pair(), Phrases.Of("zh")));
        Assert.Contains("data-ready=", dom, StringComparison.Ordinal);
        Assert.Contains("<option value=\"mended\">修正</option>", dom, StringComparison.Ordinal);
        Assert.Contains("<button>切片</button>", dom, StringComparison.Ordinal);
    }

    /// <summary>The page after its scripts have run.</summary>
    private static async Task<string> Dom(Action<string> write)
    {
        Assert.SkipUnless(Chromium is not null, "no Chromium on this machine; apt-get install chromium");
        var folder = Directory.CreateTempSubdirectory("finegrain-report");
        try
        {
            var path = Path.Combine(folder.FullName, "report.html");
            write(path);
            var start = new ProcessStartInfo(Chromium!)
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
                ArgumentList = { "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--virtual-time-budget=20000", $"--user-data-dir={folder.FullName}/profile", "--dump-dom", $"file://{path}" },
            };
            using var browser = Process.Start(start)!;
            var errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var dom = await browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(dom.Contains("</html>", StringComparison.Ordinal), await errors);
            return dom;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
