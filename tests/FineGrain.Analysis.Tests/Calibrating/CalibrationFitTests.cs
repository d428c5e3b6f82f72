using FineGrain.Analysis.Calibrating;
using FineGrain.Analysis.Metrics;
using FineGrain.Core;
using FineGrain.Core.Calibrating;

namespace FineGrain.Analysis.Tests.Calibrating;

public sealed class CalibrationFitTests
{
    /// <summary>Examples whose true log-odds are known; the logits are those times <paramref name="scale"/>.</summary>
    private static (float[][] Logits, string[] Gold) Drawn(int n, double scale, int seed)
    {
        var random = new Random(seed);
        var logits = new float[n][];
        var gold = new string[n];
        for (var i = 0; i < n; i++)
        {
            var odds = 6 * random.NextDouble() - 3;
            gold[i] = random.NextDouble() < 1 / (1 + Math.Exp(-odds)) ? "b" : "a";
            logits[i] = [0, (float)(scale * odds)];
        }
        return (logits, gold);
    }

    private static DevLogits Dev(int n, double scale, int seed = 7)
    {
        var (logits, gold) = Drawn(n, scale, seed);
        return new("label", new(["a", "b"]), logits, [.. gold.Select(g => (IReadOnlyList<string>)[g])]);
    }

    private static double Ece(CalibrationFit fit, double scale)
    {
        var (logits, gold) = Drawn(20_000, scale, seed: 99);
        var calibrator = fit.Calibrator("label");
        var shares = logits.Select(z => calibrator.Probabilities(z)).ToList();
        return Calibration.Of([.. shares.Select(s => s.Max())], [.. shares.Select((s, i) => (s[1] > s[0] ? "b" : "a") == gold[i])]).Error;
    }

    [Theory]
    [InlineData("temperature", 0.01)]
    [InlineData("vector", 0.015)]
    [InlineData("isotonic", 0.04)]
    public void Overconfidence_of_new_examples_all_but_disappears(string method, double most)
    {
        var dev = Dev(2000, 4);
        Assert.InRange(Ece(CalibrationFit.Of(dev, "none"), 4), 0.12, 0.4);
        Assert.InRange(Ece(CalibrationFit.Of(dev, method), 4), 0, most);
    }

    [Fact]
    public void Auto_takes_the_temperature_where_one_factor_is_what_is_wrong()
    {
        var fit = CalibrationFit.Of(Dev(1000, 4), "auto");
        Assert.Equal("temperature", fit.Manifest.Method);
        Assert.Equal(4, fit.Temperature, 0.6);
        Assert.Equal(["none", "temperature", "vector", "isotonic"], fit.Manifest.LogLoss.Keys);
        Assert.True(fit.Manifest.LogLoss["temperature"] < fit.Manifest.LogLoss["none"]);
    }

    [Fact]
    public void Auto_takes_vector_scaling_where_an_offset_is_wrong_too()
    {
        var (logits, gold) = Drawn(2000, 1, 3);
        var shifted = new DevLogits("label", new(["a", "b"]), [.. logits.Select(z => (float[])[z[0] + 2, z[1]])], [.. gold.Select(g => (IReadOnlyList<string>)[g])]);
        var fit = CalibrationFit.Of(shifted, "auto");
        Assert.Equal("vector", fit.Manifest.Method);
        Assert.Equal(-2, fit.Manifest.Biases[0] - fit.Manifest.Biases[1] + 2 * (fit.Manifest.Weights[0] - 1), 0.5);
    }

    [Fact]
    public void Auto_leaves_a_handful_of_examples_alone() => Assert.Equal("none", CalibrationFit.Of(Dev(CalibrationFit.FewestExamples - 1, 4), "auto").Manifest.Method);

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.9)]
    [InlineData(0.95)]
    public void Label_sets_have_the_gold_label_as_often_as_was_asked(double coverage)
    {
        var fit = CalibrationFit.Of(Dev(3000, 4), "auto");
        var (logits, gold) = Drawn(30_000, 4, seed: 5);
        var threshold = LabelSets.Threshold(fit.Manifest.Nonconformity, coverage);
        var calibrator = fit.Calibrator("label");
        Assert.Equal(coverage, logits.Zip(gold).Average(x => LabelSets.Of(calibrator.Probabilities(x.First), threshold).Contains(x.Second == "b" ? 1 : 0) ? 1.0 : 0), 0.02);
    }

    [Fact]
    public void The_conformal_threshold_is_the_order_statistic_of_the_paper()
    {
        double[] scores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
        Assert.Equal(0.9, LabelSets.Threshold(scores, 0.9)); // ceil(10 · 0.9) = 9th
        Assert.Equal(0.5, LabelSets.Threshold(scores, 0.5));
        Assert.Equal(1, LabelSets.Threshold(scores, 0.95)); // nine examples cannot promise 95 %: every label
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelSets.Threshold(scores, 1));
    }

    [Fact]
    public void An_isotonic_curve_never_says_never()
    {
        var fit = CalibrationFit.Of(new("label", new(["a", "b"]), [.. Enumerable.Range(0, 40).Select(i => (float[])[i % 2, 1 - i % 2])], [.. Enumerable.Range(0, 40).Select(i => (IReadOnlyList<string>)[i % 2 == 1 ? "a" : "b"])]), "isotonic");
        Assert.Equal(1 - 1 / 42.0, fit.Calibrator("label").Probabilities([9, -9])[0], 1e-12);
    }

    [Fact]
    public void An_unknown_method_is_refused_with_the_nearest() =>
        Assert.Contains("'vector'", Assert.Throws<InputException>(() => CalibrationFit.Of(Dev(50, 1), "vectr")).Message, StringComparison.Ordinal);
}
