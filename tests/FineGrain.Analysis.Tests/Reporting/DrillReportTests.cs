using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using FineGrain.Analysis.Reporting;
using FineGrain.Analysis.Reporting.Drilldown;
using FineGrain.Analysis.Tests.Slicing;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Reporting;

public sealed class DrillReportTests
{
    internal static DrillData One(int n = 400)
    {
        var rows = SliceAnalysisTests.Planted(n, 0.7);
        rows[3] = rows[3] with { Text = SampleRun.Hostile, Id = "<b>bad" };
        return Drilldown.Of("reviews <&>", rows, null, new() { Dataset = "reviews", Split = "test", BootstrapSamples = 100 }, ("small", "B"));
    }

    internal static DrillData Pair(int n = 400)
    {
        var a = SliceAnalysisTests.Planted(n, 0.7);
        var b = a.Select((p, i) => i % 3 == 0 ? p with { Labels = p.Gold!, Probabilities = p.Gold![0] == "positive" ? new Dictionary<string, double> { ["negative"] = 0.2, ["positive"] = 0.8 } : new Dictionary<string, double> { ["negative"] = 0.8, ["positive"] = 0.2 } } : p).ToList();
        return Drilldown.Of("pair", a, b, new() { BootstrapSamples = 100 }, ("small", "large"));
    }

    private static DrillData Numbers() => Drilldown.Of("stars",
        [.. Enumerable.Range(0, 60).Select(i => new Prediction { Id = $"{i}", Text = $"text {i}", GoldNumber = i % 5, Number = i % 5 + 0.1 * (i % 7) })], null, new() { Target = "number", BootstrapSamples = 50 }, ("A", "B"));

    private static DrillData Many() => Drilldown.Of("tags",
        [.. Enumerable.Range(0, 60).Select(i => new Prediction { Id = $"{i}", Text = $"text {i}", Gold = i % 2 == 0 ? ["x", "y"] : [], Labels = i % 3 == 0 ? ["x"] : [] })], null, new() { Target = "labels", BootstrapSamples = 50 }, ("A", "B"));

    [Fact]
    public void The_examples_in_the_page_are_those_that_were_given()
    {
        var data = One();
        var page = DrillReport.Render(data, Phrases.Of("en"));
        using var json = Unpacked(Regex.Match(page, "id=\"data\">([^<]*)<").Groups[1].Value);
        var root = json.RootElement;
        Assert.Equal(data.Predictions.Select(p => p.Id), root.GetProperty("id").EnumerateArray().Select(t => t.GetString()));
        string[] names = [.. root.GetProperty("names").EnumerateArray().Select(t => t.GetString()!)];
        Assert.Equal(data.Predictions.Select(p => p.Gold![0]), root.GetProperty("gold").EnumerateArray().Select(i => names[i.GetInt32()]));
        var answers = root.GetProperty("answers")[0];
        Assert.Equal(data.Predictions.Select(p => p.Labels[0]), answers.GetProperty("answer").EnumerateArray().Select(i => names[i.GetInt32()]));
        Assert.Equal(data.Judged.Select(j => j.Correct == true ? 1 : 0), answers.GetProperty("right").EnumerateArray().Select(i => i.GetInt32()));
        foreach (var slice in data.Slices)
        {
            var bits = Convert.FromBase64String(root.GetProperty("slices").GetProperty(slice.Where).GetString()!);
            Assert.Equal(slice.Support, Enumerable.Range(0, data.Predictions.Count).Count(i => (bits[i >> 3] >> (i & 7) & 1) == 1));
        }
    }

    [Fact]
    public void The_texts_stand_in_blocks_in_their_order()
    {
        var data = One(2 * ExampleStore.Block + 5);
        var blocks = ExampleStore.PackTexts(data).Split('\n').Select(block => Unpacked(block).RootElement.EnumerateArray().Select(t => t.GetString()).ToList()).ToList();
        Assert.Equal([ExampleStore.Block, ExampleStore.Block, 5], blocks.Select(b => b.Count));
        Assert.Equal(data.Predictions.Select(p => p.Text.Replace("\ud800", "\ufffd", StringComparison.Ordinal)), blocks.SelectMany(b => b));
    }

    private static JsonDocument Unpacked(string block)
    {
        using var zip = new GZipStream(new MemoryStream(Convert.FromBase64String(block)), CompressionMode.Decompress);
        return JsonDocument.Parse(zip);
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        var page = DrillReport.Render(One(), Phrases.Of("en"));
        Assert.Equal(3, Regex.Count(page, "<script"));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bad", page, StringComparison.Ordinal);
        Assert.Contains("reviews &lt;&amp;&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(src|href)=\"(?!#|data:,)|@import|url\\(", RegexOptions.IgnoreCase), page.Replace(Html.Text(SampleRun.Hostile), "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_data_give_the_same_page() => Assert.Equal(DrillReport.Render(One(), Phrases.Of("zh")), DrillReport.Render(One(), Phrases.Of("zh")));

    [Fact]
    public void Every_phrase_has_Chinese_words()
    {
        var t = Phrases.Of("zh");
        var calm = Drilldown.Of("calm", SliceAnalysisTests.Planted(200, 0.1), null, new() { BootstrapSamples = 50 }, ("A", "B"));
        var same = Drilldown.Of("same", SliceAnalysisTests.Planted(200, 0.1), SliceAnalysisTests.Planted(200, 0.1), new() { BootstrapSamples = 50 }, ("A", "B"));
        foreach (var data in (DrillData[])[One(), Pair(), Numbers(), Many(), calm, same])
        {
            DrillReport.Render(data, t);
            DrillMarkdown.Render(data, t);
        }
        Assert.Empty(t.Missing);
        Assert.Contains("<html lang=\"zh\">", DrillReport.Render(calm, t), StringComparison.Ordinal);
    }

    [Fact]
    public void Chinese_phrases_keep_the_holes_of_the_English()
    {
        foreach (var (english, chinese) in Chinese.Words)
            Assert.Equal(Regex.Matches(english, @"\{\d\}").Select(m => m.Value).Order(), Regex.Matches(chinese, @"\{\d\}").Select(m => m.Value).Order());
    }

    [Fact]
    public void A_pair_says_which_is_better_and_what_the_test_set_can_show()
    {
        var page = System.Net.WebUtility.HtmlDecode(DrillReport.Render(Pair(), Phrases.Of("en")));
        Assert.Contains("large is better than small: Accuracy ", page, StringComparison.Ordinal);
        Assert.Contains("examples mended, 0 broken.", page, StringComparison.Ordinal);
        Assert.Contains("These 400 examples can show differences of at least ", page, StringComparison.Ordinal);
        var worse = Drilldown.Of("turned", [.. Pair().Other.Select(j => j.Prediction)], [.. Pair().Predictions], new() { BootstrapSamples = 100 }, ("large", "small"));
        Assert.Contains("small is worse than large", System.Net.WebUtility.HtmlDecode(DrillReport.Render(worse, Phrases.Of("en"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_and_Markdown_say_the_same_numbers()
    {
        var data = Pair();
        using var stream = new MemoryStream();
        DrillJson.Write(stream, data);
        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(data.Evaluation["accuracy"].Value, json.RootElement.GetProperty("scores").EnumerateArray().First(s => s.GetProperty("metric").GetString() == "accuracy").GetProperty("value").GetDouble());
        Assert.Equal(data.Worst.Worst.Count, json.RootElement.GetProperty("weak_slices").GetArrayLength());
        Assert.Equal(data.Comparison!.Headline.PValue, json.RootElement.GetProperty("comparison").GetProperty("metrics")[0].GetProperty("p").GetDouble());
        var markdown = DrillMarkdown.Render(data, Phrases.Of("en"));
        Assert.Contains(Words.Percent(data.Evaluation["accuracy"].Value), markdown, StringComparison.Ordinal);
        Assert.Contains("## Weak slices", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_language_is_refused() => Assert.Contains("en, zh", Assert.Throws<InputException>(() => Phrases.Of("fr")).Message, StringComparison.Ordinal);
}
