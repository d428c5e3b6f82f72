using FineGrain.Core;
using FineGrain.Feedback.Tuning;

namespace FineGrain.Feedback.Tests.Tuning;

public sealed class TuningTests : IDisposable
{
    private static readonly Parameter[] Space = [Parameter.Parse("training.optimizer.learning_rate=1e-5..1 log"), Parameter.Parse("model.width=8..512"), Parameter.Parse("model.cell=[lstm, gru, [1, 2]]")];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ranges_are_read_and_their_values_are_inside()
    {
        Assert.True(Space[0].IsLog && !Space[0].IsWhole && Space[1].IsWhole);
        Assert.Equal(["lstm", "gru", "[1, 2]"], Space[2].Choices);
        Assert.Equal(["1e-05", "1"], new[] { 0.0, 1 }.Select(Space[0].FromUnit));
        Assert.Equal("0.003162", Space[0].FromUnit(0.5));
        Assert.Equal(["8", "260", "512"], new[] { 0, 0.5, 1 }.Select(Space[1].FromUnit));
        foreach (var p in Space)
            foreach (var u in (double[])[0.1, 0.49, 0.9]) Assert.Equal(p.FromUnit(u), p.FromUnit(p.ToUnit(p.FromUnit(u))));
    }

    [Theory]
    [InlineData("model.width")]
    [InlineData("model.width=8")]
    [InlineData("model.width=9..8")]
    [InlineData("model.width=0..8 log")]
    [InlineData("model.cell=[lstm]")]
    public void A_range_that_is_none_is_refused(string text) => Assert.Contains(text, Assert.Throws<InputException>(() => Parameter.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_Parzen_estimator_beats_random_draws_on_a_bowl()
    {
        double tpe = 0, random = 0;
        for (var seed = 1; seed <= 10; seed++)
        {
            tpe += Search(new TpeSampler(seed), $"tpe{seed}") / 10;
            random += Search(new RandomSampler(seed), $"random{seed}") / 10;
        }
        Assert.True(tpe > random / 2, $"distance from the best: {tpe} against {random}");

        double Search(ISampler sampler, string name)
        {
            var study = new Study(folder.At($"{name}.jsonl"), Space);
            new StudyLoop(study, sampler, null, t => t with { Score = Bowl(t) }).Run(40, 1, null, _ => { }, CancellationToken.None);
            return study.Best!.Score!.Value;
        }
    }

    [Fact]
    public void Halving_trains_a_third_of_each_rung_on_and_nothing_twice()
    {
        var study = new Study(folder.At("s.jsonl"), Space);
        var halving = new SuccessiveHalving(1, 9);
        Assert.Equal([1, 3, 9], Enumerable.Range(0, halving.LastRung + 1).Select(halving.Epochs));
        new StudyLoop(study, new RandomSampler(1), halving, t => t with { Score = Bowl(t) }).Run(27, 1, null, _ => { }, CancellationToken.None);
        var rungs = study.Trials.CountBy(t => t.Rung).OrderBy(r => r.Key).Select(r => r.Value).ToList();
        Assert.Equal(27, rungs[0]);
        Assert.InRange(rungs[1], 9, 14); // early promotions were made before better ones were known
        Assert.InRange(rungs[2], 3, 7);
        Assert.Equal(study.Trials.Count, study.Trials.Select(t => (t.Number, t.Rung)).Distinct().Count());
        Assert.Contains(study.Trials.Where(t => t.Rung == 0).MaxBy(t => t.Score)!.Number, study.Trials.Where(t => t.Rung == 2).Select(t => t.Number));
    }

    [Fact]
    public void A_killed_search_goes_on_with_the_same_settings()
    {
        var whole = new Study(folder.At("whole.jsonl"), Space);
        new StudyLoop(whole, new RandomSampler(3), null, t => t with { Score = Bowl(t) }).Run(12, 1, null, _ => { }, CancellationToken.None);
        var calls = 0;
        Assert.Throws<InvalidOperationException>(() => new StudyLoop(new(folder.At("broken.jsonl"), Space), new RandomSampler(3), null, t => calls++ < 5 ? t with { Score = Bowl(t) } : throw new InvalidOperationException("killed")).Run(12, 1, null, _ => { }, CancellationToken.None));
        File.AppendAllText(folder.At("broken.jsonl"), "{\"number\":");
        var resumed = new Study(folder.At("broken.jsonl"), Space);
        Assert.Equal(5, resumed.Trials.Count);
        new StudyLoop(resumed, new RandomSampler(3), null, t => t with { Score = Bowl(t) }).Run(12, 1, null, _ => { }, CancellationToken.None);
        Assert.Equal(whole.Trials.Select(t => t.Score), new Study(folder.At("broken.jsonl"), Space).Trials.Select(t => t.Score));
        Assert.Contains("a search over", Assert.Throws<InputException>(() => new Study(folder.At("broken.jsonl"), Space[..2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_run_side_by_side_and_a_failed_one_does_not_stop_the_others()
    {
        var (now, most) = (0, 0);
        using var both = new Barrier(2);
        var study = new Study(folder.At("p.jsonl"), Space);
        new StudyLoop(study, new RandomSampler(1), null, t =>
        {
            lock (study) most = Math.Max(most, ++now);
            both.SignalAndWait(TimeSpan.FromSeconds(20)); // two at a time, or never
            lock (study) now--;
            return t.Number == 2 ? t with { Failure = "out of memory" } : t with { Score = Bowl(t) };
        }).Run(8, 2, null, _ => { }, CancellationToken.None);
        Assert.Equal((8, 2), (study.Trials.Count, most));
        Assert.NotEqual(2, study.Best!.Number);
    }

    [Fact]
    public void Importance_tells_the_key_that_matters()
    {
        var random = new Random(1);
        Trial[] trials = [.. Enumerable.Range(1, 60).Select(n =>
        {
            var values = new RandomSampler(1).Next(Space, [], n);
            return new Trial { Number = n, Values = values, Score = -Math.Abs(Space[0].ToUnit(values[Space[0].Path]) - 0.5) + (0.02 * random.NextDouble()) };
        })];
        var importance = Importance.Of(Space, trials);
        Assert.Equal(Space[0].Path, importance[0].Path);
        Assert.True(importance[0].Share > 0.5 && importance[1].Share < 0.2, string.Join(' ', importance));
        var study = new Study(folder.At("i.jsonl"), Space);
        foreach (var t in trials) study.Add(t);
        var page = StudyPage.Of("a <search>", study);
        Assert.Contains("a &lt;search&gt;", page, StringComparison.Ordinal);
        Assert.Equal(60 * 3, page.Split("<circle").Length - 1);
    }

    /// <summary>Best, 0, at a learning rate of 0.01, width 100 and gru.</summary>
    private static double Bowl(Trial t) =>
        -Math.Abs(Space[0].ToUnit(t.Values[Space[0].Path]) - Space[0].ToUnit("0.01")) - Math.Abs(Space[1].ToUnit(t.Values[Space[1].Path]) - Space[1].ToUnit("100")) - (t.Values[Space[2].Path] == "gru" ? 0 : 0.3);
}
