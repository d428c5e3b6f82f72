using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests;

/// <summary>Golden numbers of scikit-learn and scipy, made by tests/oracles/metrics.py and analysis.py.</summary>
internal static class Oracle
{
    public static JsonElement Metrics { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "metrics.json"))).RootElement;

    public static JsonElement Analysis { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "analysis.json"))).RootElement;

    public static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];

    public static JsonElement Case(string family, string name) => Metrics.GetProperty(family).EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    public static TheoryData<string> Names(string family) => [.. Metrics.GetProperty(family).EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    public static string[] Labels(JsonElement c) => [.. c.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!)];

    public static List<Prediction> OneLabel(JsonElement c)
    {
        var labels = Labels(c);
        return [.. Rows(c).Select((row, i) => new Prediction
        {
            Id = $"{i}", Text = new string('x', 3 + i % 40), Gold = [labels[row.Gold.GetInt32()]], Labels = [labels[row.Predicted.GetInt32()]],
            Probabilities = labels.Zip(c.GetProperty("probabilities")[i].EnumerateArray()).ToDictionary(p => p.First, p => p.Second.GetDouble()),
        })];
    }

    public static List<Prediction> ManyLabels(JsonElement c)
    {
        var labels = Labels(c);
        return [.. Rows(c).Select((row, i) => new Prediction { Id = $"{i}", Text = "x", Gold = Chosen(row.Gold), Labels = Chosen(row.Predicted) })];
        string[] Chosen(JsonElement flags) => [.. labels.Where((_, k) => flags[k].GetInt32() == 1)];
    }

    public static List<Prediction> Numbers(JsonElement c) =>
        [.. Rows(c).Select((row, i) => new Prediction { Id = $"{i}", Text = "x", GoldNumber = row.Gold.GetDouble(), Number = row.Predicted.GetDouble() })];

    public static void Agree(JsonElement c, EvaluationResult result, double tolerance = 1e-12)
    {
        var expected = c.GetProperty("expected").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), result.Scores.Select(s => s.Metric).Order(StringComparer.Ordinal));
        Assert.All(result.Scores, s => Assert.True(Math.Abs(expected[s.Metric] - s.Value) <= tolerance, $"{s.Metric}: oracle {expected[s.Metric]:R}, ours {s.Value:R}"));
    }

    private static IEnumerable<(JsonElement Gold, JsonElement Predicted)> Rows(JsonElement c) => c.GetProperty("gold").EnumerateArray().Zip(c.GetProperty("predicted").EnumerateArray());
}
