using FineGrain.Analysis.Reporting;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Reporting;

/// <summary>A run with everything a report can show, the same on every machine.</summary>
internal static class SampleRun
{
    public const string Hostile = "</style></script><script>alert('x')</script><img src=x onerror=\"alert(1)\"> & \u202Eevil\u0000 \ud800 {0}";

    private static readonly string[] Labels = ["negative", "neutral", "正面"];

    private static readonly string[] Texts =
    [
        "I wanted to love this phone, and for a week I did; then the battery swelled like a loaf of bread.",
        "跟拍片子拍得不错，但修图修得亲妈都不认识，拖了三个月才交，差评。",
        "Not bad at all, if you don't mind waiting forty minutes for lukewarm soup.",
        "酒店位置很方便，出门就是地铁，可惜隔音实在太差，半夜还能听见隔壁聊天。😅",
        "Oh great, another update that fixes nothing.",
        "共享单车扫了五辆,五辆都是坏的,扣费倒是一辆没落下。",
        Hostile,
        "It does what it says.",
    ];

    public static IReadOnlyList<Prediction> Predictions(int n = 360)
    {
        var random = new Random(20261123);
        return [.. Enumerable.Range(0, n).Select(i =>
        {
            var gold = random.NextDouble() switch { < 0.42 => 0, < 0.58 => 1, _ => 2 };
            double[] logits = [.. Labels.Select((_, k) => 2.2 * random.NextDouble() - 1.1 + (k == gold ? (gold == 1 ? 0.9 : 1.7) : 0))];
            double[] shares = [.. logits.Select(l => Math.Exp(2.4 * l))];
            var sum = shares.Sum();
            var best = Array.IndexOf(shares, shares.Max());
            var text = Texts[i % Texts.Length];
            return new Prediction
            {
                Id = $"{(i % 2 == 0 ? "en" : "zh")}-{i:0000}", Text = i % 41 == 7 ? string.Join(" ", Enumerable.Repeat(text, 9)) : text, Gold = [Labels[gold]], Labels = [Labels[best]],
                Probabilities = Labels.Zip(shares).ToDictionary(p => p.First, p => Math.Round(p.Second / sum, 4)),
            };
        })];
    }

    public static ReportData Data()
    {
        EvaluationOptions options = new() { Dataset = "reviews", Split = "test", Seed = 1, BootstrapSamples = 400, Hardest = 24 };
        var test = Evaluation.Of(Predictions(), new(Labels), options);
        var dev = Evaluation.Of(Predictions(80), new(Labels), options with { Split = "dev", Hardest = 3 });
        return new()
        {
            Name = "reviews-transformer",
            Subtitle = "Transformer encoder, 4 layers × 256, 4.1 M weights, from scratch; one label of negative, neutral, 正面.",
            Finished = new(2026, 11, 23, 14, 30, 0, TimeSpan.Zero),
            Evaluations = [test, dev],
            Curves =
            [
                new("Training loss", "seed 1", [.. Enumerable.Range(1, 900).Select(s => new CurvePoint(s, 0.28 + 0.9 * Math.Exp(-s / 210.0) + 0.11 * Math.Sin(s * 12.9898) * Math.Exp(-s / 900.0)))]),
                new("Training loss", "seed 2", [.. Enumerable.Range(1, 900).Select(s => new CurvePoint(s, 0.31 + 0.85 * Math.Exp(-s / 190.0) + 0.11 * Math.Sin(s * 78.233) * Math.Exp(-s / 900.0)))]),
                new("Dev accuracy", "seed 1", [.. Enumerable.Range(1, 9).Select(e => new CurvePoint(e * 100, 0.79 - 0.35 * Math.Exp(-e / 2.0) - (e == 8 ? 0.01 : 0)))]),
                new("Dev accuracy", "seed 2", [.. Enumerable.Range(1, 9).Select(e => new CurvePoint(e * 100, 0.78 - 0.33 * Math.Exp(-e / 1.7)))]),
                new("Learning rate", "both", [.. Enumerable.Range(1, 90).Select(s => new CurvePoint(s * 10, 5e-4 * Math.Min(s / 9.0, (90 - s) / 81.0)))]),
            ],
            Splits =
            [
                new("train", 2400, [new("negative", 1010), new("neutral", 380), new("正面", 1010)]),
                new("dev", 300, [new("negative", 126), new("neutral", 48), new("正面", 126)], 0),
                new("test", 360, [new("negative", 150), new("neutral", 60), new("正面", 150)], 17),
            ],
            DataNotes = ["17 test rows stand in train too, 3 of them with another label; test-clean leaves them out.", "2 empty rows were dropped (train.csv:118, train.csv:907)."],
            SeedScores = [.. Enumerable.Range(1, 3).SelectMany(seed => test.Scores.Take(5).Select(s => s with { Seed = seed, Value = s.Value + (seed - 2) * 0.006 }))],
            Recipe = "name: reviews-transformer\ntask: classify # one label\nlabels: [negative, neutral, 正面]\nmodel:\n  family: transformer\n  width: 256\n  layers: 4\n# written by hand\ntraining:\n  epochs: 9\n  learning_rate: 5e-4\n",
            Environment = [new("FineGrain", "0.1.0"), new("Runtime", ".NET 10.0, linux-x64"), new("libtorch", "2.10.0"), new("Threads", "2"), new("Seeds", "1, 2, 3"), new("Data", "sha256 9f2c…")],
        };
    }
}
