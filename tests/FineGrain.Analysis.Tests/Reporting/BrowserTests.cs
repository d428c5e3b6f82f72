using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FineGrain.Analysis.Reporting;
using FineGrain.Analysis.Reporting.Drilldown;
using FineGrain.Core;

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

    [Fact]
    public async Task Clicks_search_filters_and_sorting_choose_the_rows()
    {
        var data = DrillReportTests.One();
        using var told = await Told(data, """
            const choose = (key, value) => { const list = host.querySelector(`select[data-key=${key}]`); list.value = value; list.dispatchEvent(new Event("change")); };
            const loss = () => [...host.querySelectorAll(".vrow")].map(row => +row.lastChild.textContent), reset = host.querySelector(".controls button");
            choose("status", "right"); told.right = count();
            choose("gold", String([...host.querySelector("select[data-key=gold]").options].find(o => o.text === "positive").value)); told.rightPositive = count();
            reset.click(); told.all = count();
            const search = host.querySelector("input[type=search]");
            search.value = "NOT "; search.dispatchEvent(new Event("input"));
            await until(() => count() !== told.all);
            told.found = count();
            reset.click(); told.searchAfterReset = search.value;
            const heads = host.querySelectorAll(".vhead button"), last = heads[heads.length - 1];
            last.click(); told.falling = loss(); told.mark = last.textContent;
            last.click(); told.rising = loss();
            const slice = document.querySelector("tr[data-slice]");
            slice.click(); told.slice = slice.dataset.slice; told.inSlice = count();
            const mixed = [...document.querySelectorAll("tr[data-gold]")].find(row => row.dataset.gold === "positive");
            mixed.click(); told.confused = count(); told.confusedGold = host.querySelector("select[data-key=gold]").selectedOptions[0].text; told.confusedAnswer = mixed.dataset.answer;
            reset.click();
            told.first = host.querySelector(".vrow").firstChild.textContent; host.querySelector(".vrow").click(); told.full = host.querySelector(".full").textContent; told.fullHidden = host.querySelector(".full").hidden;
            const filter = document.querySelector("input.rows"), listed = () => [...filter.parentElement.querySelectorAll("tbody > tr")].filter(row => !row.hidden).map(row => row.dataset.slice);
            filter.value = "NEGATION"; filter.dispatchEvent(new Event("input")); told.filtered = listed();
            const table = filter.parentElement.querySelector("table.sortable"), head = table.tHead.rows[0].cells[1];
            filter.value = ""; filter.dispatchEvent(new Event("input"));
            head.firstChild.click(); told.counts = [...table.tBodies[0].rows].map(row => +row.cells[1].dataset.value); told.order = head.getAttribute("aria-sort");
            """);
        var root = told.RootElement;
        int Rows(Func<JudgedPrediction, bool> test) => data.Judged.Count(test);
        string Of(int shown) => $"{shown} of 400";
        string? Text(string key) => root.GetProperty(key).GetString();
        double[] Numbers(string key) => [.. root.GetProperty(key).EnumerateArray().Select(n => n.GetDouble())];
        Assert.Equal(Of(Rows(j => j.Correct == true)), Text("right"));
        Assert.Equal(Of(Rows(j => j.Correct == true && j.Prediction.Gold![0] == "positive")), Text("rightPositive"));
        Assert.Equal(Of(400), Text("all"));
        Assert.Equal(Of(Rows(j => j.Prediction.Text.Contains("not ", StringComparison.OrdinalIgnoreCase))), Text("found"));
        Assert.Equal("", Text("searchAfterReset"));
        Assert.EndsWith(" ↓", Text("mark"), StringComparison.Ordinal);
        Assert.Equal(Math.Round(data.Judged.Max(j => j.Loss), 2), Numbers("falling")[0], 0.011);
        Assert.Equal(Numbers("falling").OrderDescending(), Numbers("falling"));
        Assert.Equal(Math.Round(data.Judged.Min(j => j.Loss), 2), Numbers("rising")[0], 0.011);
        Assert.Equal(Numbers("rising").Order(), Numbers("rising"));
        Assert.Equal(Of(data.Slices.Concat(data.Worst.Worst).First(s => s.Where == Text("slice")).Support), Text("inSlice"));
        Assert.Equal("positive", Text("confusedGold"));
        Assert.Equal(Of(Rows(j => j.Prediction.Gold![0] == "positive" && j.Prediction.Labels[0] == Text("confusedAnswer"))), Text("confused"));
        Assert.StartsWith($"{Text("first")} · ", Text("full"), StringComparison.Ordinal);
        Assert.EndsWith($"\n\n{data.Predictions.Single(p => p.Id == Text("first")).Text}", Text("full"), StringComparison.Ordinal);
        Assert.False(root.GetProperty("fullHidden").GetBoolean());
        Assert.Equal(["negation", "not negation"], root.GetProperty("filtered").EnumerateArray().Select(s => s.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(Numbers("counts").OrderDescending(), Numbers("counts"));
        Assert.Equal("descending", Text("order"));
    }

    [Fact]
    public async Task Printing_shows_the_first_hundred_rows_with_their_texts_whatever_block_they_stand_in()
    {
        var data = Blocks();
        using var told = await Told(data, """
            dispatchEvent(new Event("beforeprint"));
            told.printed = [...document.querySelectorAll(".printed li")].map(item => item.textContent);
            """);
        var wrong = data.Judged.Where(j => j.Correct == false).Take(100).Select(j => $"{j.Prediction.Id} · {j.Prediction.Gold![0]} → {j.Prediction.Labels[0]} · {j.Prediction.Text}");
        Assert.Equal(wrong, told.RootElement.GetProperty("printed").EnumerateArray().Select(i => i.GetString()));
    }

    [Fact]
    public async Task A_printed_file_holds_the_texts()
    {
        // A letter that stands nowhere but in the texts of the last block: the file's fonts keep the glyphs, and their names, of what is drawn.
        await WithPage(path => DrillReport.Write(path, Blocks(), Phrases.Of("en")), async path =>
        {
            var file = Path.ChangeExtension(path, ".pdf");
            await Run(path, $"--print-to-pdf={file}", "--no-pdf-header-footer");
            Assert.True(File.Exists(file), "no file was printed");
            Assert.Contains("<00DE>", Unpacked(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), StringComparison.OrdinalIgnoreCase);
        });
    }

    /// <summary>Three blocks of texts; the few wrong answers are spread over all of them.</summary>
    private static DrillData Blocks()
    {
        var n = 2 * ExampleStore.Block + 50;
        return Drilldown.Of("blocks", [.. Enumerable.Range(0, n).Select(i => new Prediction
        {
            Id = $"{i}", Text = i >= 2 * ExampleStore.Block ? $"row Þ {i}" : $"row {i}", Gold = ["yes"], Labels = [i % 40 == 7 ? "no" : "yes"],
        })], null, new() { BootstrapSamples = 20 }, ("A", "B"));
    }

    /// <summary>What <paramref name="script"/>, run in the page when it is ready, puts into the object 'told'.</summary>
    private static async Task<JsonDocument> Told(DrillData data, string script)
    {
        var dom = await Dom(path =>
        {
            // The policy allows no script but the page's own, so a copy without it is asked.
            var page = DrillReport.Render(data, Phrases.Of("en"));
            var open = Regex.Replace(page, "<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
            Assert.NotEqual(page, open);
            File.WriteAllText(path, open.Replace("</body>", $$"""
                <script>(async () => {
                  const until = async test => { while (!test()) await new Promise(go => setTimeout(go, 10)); }, told = {};
                  await until(() => document.documentElement.dataset.ready);
                  const host = document.getElementById("table"), count = () => host.querySelector(".count").textContent;
                  try { {{script}} } catch (error) { told.error = String(error); }
                  const box = document.createElement("pre"); box.id = "told"; box.textContent = JSON.stringify(told); document.body.append(box);
                })();</script></body>
                """, StringComparison.Ordinal));
        });
        var found = Regex.Match(dom, "<pre id=\"told\">(.*?)</pre>", RegexOptions.Singleline);
        Assert.True(found.Success, "the appended script did not come to its end");
        var told = JsonDocument.Parse(WebUtility.HtmlDecode(found.Groups[1].Value));
        Assert.False(told.RootElement.TryGetProperty("error", out var error), $"{error}");
        return told;
    }

    /// <summary>The packed streams of a PDF, one after the other, as Latin letters.</summary>
    private static string Unpacked(byte[] pdf)
    {
        var text = new StringBuilder();
        ReadOnlySpan<byte> begin = "stream\n"u8, end = "endstream"u8;
        for (var at = 0; pdf.AsSpan(at).IndexOf(begin) is >= 0 and var next; )
        {
            at += next + begin.Length;
            var length = pdf.AsSpan(at).IndexOf(end);
            if (length < 0) break;
            try
            {
                using var zip = new ZLibStream(new MemoryStream(pdf, at, length), CompressionMode.Decompress);
                using var reader = new StreamReader(zip, Encoding.Latin1);
                text.Append(reader.ReadToEnd());
            }
            catch (InvalidDataException)
            {
                // Not packed, or an image.
            }
            at += length + end.Length;
        }
        return text.ToString();
    }

    /// <summary>The page after its scripts have run.</summary>
    private static async Task<string> Dom(Action<string> write)
    {
        var dom = "";
        await WithPage(write, async path => dom = await Run(path, "--dump-dom"));
        return dom;
    }

    private static async Task WithPage(Action<string> write, Func<string, Task> use)
    {
        Assert.SkipUnless(Chromium is not null, "no Chromium on this machine; apt-get install chromium");
        var folder = Directory.CreateTempSubdirectory("finegrain-report");
        try
        {
            var path = Path.Combine(folder.FullName, "report.html");
            write(path);
            await use(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What Chromium prints about a page.</summary>
    private static async Task<string> Run(string path, params string[] wish)
    {
        var start = new ProcessStartInfo(Chromium!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--virtual-time-budget=20000", $"--user-data-dir={Path.GetDirectoryName(path)}/profile", .. wish, $"file://{path}"]) start.ArgumentList.Add(argument);
        using var browser = Process.Start(start)!;
        var errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(!wish.Contains("--dump-dom") || output.Contains("</html>", StringComparison.Ordinal), await errors);
        return output;
    }
}
