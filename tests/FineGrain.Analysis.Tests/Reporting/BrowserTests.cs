using System.Diagnostics;
using FineGrain.Analysis.Reporting;

namespace FineGrain.Analysis.Tests.Reporting;

/// <summary>Opens the report in a real Chromium where one is installed (Debian: apt-get install chromium).</summary>
public sealed class BrowserTests
{
    private static readonly string? Chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    [Fact]
    public async Task A_browser_runs_our_script_and_nothing_hostile()
    {
        Assert.SkipUnless(Chromium is not null, "no Chromium on this machine; apt-get install chromium");
        var folder = Directory.CreateTempSubdirectory("finegrain-report");
        try
        {
            var path = Path.Combine(folder.FullName, "report.html");
            Report.Write(path, SampleRun.Data());
            var start = new ProcessStartInfo(Chromium!)
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
                ArgumentList = { "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", $"--user-data-dir={folder.FullName}/profile", "--dump-dom", $"file://{path}" },
            };
            using var browser = Process.Start(start)!;
            var errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var dom = await browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(dom.Contains("</html>", StringComparison.Ordinal), await errors);
            // The script makes the column heads buttons: it ran, so the policy's hash fits it.
            Assert.Contains("<th><button>Label</button></th>", dom, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", dom, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
