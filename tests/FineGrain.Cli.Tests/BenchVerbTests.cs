using System.Text.Json;

namespace FineGrain.Cli.Tests;

public sealed class BenchVerbTests(TinyRun tiny)
{
    [Fact]
    public void Two_models_are_measured_in_turns_and_compared()
    {
        var session = Session.Run("bench", tiny.Model, "--against", tiny.Model, "--texts", tiny.At("data.csv"), "--rounds", "3", "--threads", "1", "--json");
        Assert.True(session.Code == 0, session.Errors);
        using var json = JsonDocument.Parse(session.Output);
        var root = json.RootElement;
        Assert.Equal((48, 3, 1), (root.GetProperty("texts").GetInt32(), root.GetProperty("rounds").GetInt32(), root.GetProperty("threads").GetInt32()));
        foreach (var side in (string[])["model", "against"])
        {
            var one = root.GetProperty(side);
            Assert.True(one.GetProperty("sentences_per_second").GetDouble() > 0);
            Assert.InRange(one.GetProperty("p50_ms").GetDouble(), 1e-4, one.GetProperty("p99_ms").GetDouble());
            // manifest, network and tokenizer, without the weights and the card
            var serving = new[] { "finegrain.json", "model.onnx", "tokenizer.json" }.Sum(f => new FileInfo(Path.Combine(tiny.Model, f)).Length) / 1e6;
            Assert.Equal(serving, one.GetProperty("size_mb").GetDouble(), 1e-3);
        }
        Assert.InRange(root.GetProperty("ratio").GetDouble(), root.GetProperty("ratio_low").GetDouble(), root.GetProperty("ratio_high").GetDouble());
    }

    [Fact]
    public void One_model_alone_has_no_ratio()
    {
        var session = Session.Run("bench", tiny.Model, "--texts", tiny.At("data.csv"), "--rounds", "1", "--batch", "5", "--limit", "7");
        Assert.True(session.Code == 0, session.Errors);
        Assert.StartsWith("7 texts, 1 rounds", session.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ratio", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_is_an_error()
    {
        File.WriteAllText(tiny.At("empty.txt"), "");
        var session = Session.Run("bench", tiny.Model, "--texts", tiny.At("empty.txt"));
        Assert.Equal(1, session.Code);
        Assert.Contains("no text", session.Errors, StringComparison.Ordinal);
    }
}
