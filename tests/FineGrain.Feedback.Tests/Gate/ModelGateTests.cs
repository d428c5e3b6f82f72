using FineGrain.Core;
using FineGrain.Feedback.Gate;

namespace FineGrain.Feedback.Tests.Gate;

public sealed class ModelGateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_all_looks_may_spend_sums_to_alpha()
    {
        var spending = new AlphaSpending(0.05);
        Assert.Equal(0.05, Enumerable.Range(1, 200_000).Sum(spending.OfLook), 6);
        Assert.Equal(0.0304, spending.OfLook(1), 4);
    }

    [Fact]
    public void The_exact_sign_test_counts_all_patterns()
    {
        // Sums of ±1 ±2 ±3: 6, 4, 2, 0, 0, −2, −4, −6. At least 4: two of eight. Zeros do not count.
        Assert.Equal(2 / 8.0, PairedSigns.PValue([-1, 2, 0, 3, 0]));
        Assert.Equal(1, PairedSigns.PValue([0, 0]));
    }

    [Fact]
    public void The_drawn_sign_test_agrees_with_the_normal_approximation()
    {
        double[] differences = [.. Enumerable.Range(0, 400).Select(i => (i % 10 < 6 ? 1.0 : -1.0) + (i * 1e-6))];
        var z = differences.Sum() / Math.Sqrt(differences.Sum(d => d * d));
        Assert.InRange(PairedSigns.PValue(differences), 0.00005, 0.0003); // z = 4.0: 0.00003, plus the observed pattern itself
        Assert.InRange(z, 3.9, 4.1);
    }

    [Fact]
    public void Equal_models_are_promoted_no_more_often_than_alpha_allows()
    {
        var random = new Random(5);
        var promoted = 0;
        for (var night = 0; night < 300; night++)
        {
            using var place = new TemporaryFolder();
            var gate = new ModelGate(place.Path, 0.05, new SteppingClock());
            var champion = Noise(random);
            gate.Begin("first", Fill("a"), champion);
            for (var look = 0; look < 6 && gate.Champion == 1; look++) gate.Try($"try {look}", Fill("b"), champion, Noise(random) with { Score = 1 });
            if (gate.Champion > 1) promoted++;
        }
        Assert.InRange(promoted, 1, 27); // 300 · 0.05 = 15, three standard deviations are 11

        static Judged Noise(Random random) => new(0.5, [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())]);
    }

    [Fact]
    public void A_better_challenger_becomes_champion_and_every_step_is_logged()
    {
        var gate = Begun();
        var entry = gate.Try("better", Fill("b"), Quality(0.5, 0), Quality(0.6, 0.2));
        Assert.Equal(("accept", 2, 1), (entry.Step, gate.Champion, entry.Look));
        Assert.Equal("b", File.ReadAllText(Path.Combine(gate.FolderOf(2), "model")));
        Assert.Equal("a", File.ReadAllText(Path.Combine(gate.FolderOf(1), "model")));
        Assert.Equal(["begin", "accept"], new ModelGate(folder.Path).Log.Select(e => e.Step));
    }

    [Fact]
    public void A_challenger_that_is_not_proven_better_or_scores_lower_is_rejected()
    {
        var gate = Begun();
        Assert.Equal("reject", gate.Try("same", Fill("b"), Quality(0.5, 0), Quality(0.5, 0)).Step);
        Assert.StartsWith("Its score fell", gate.Try("lower", Fill("b"), Quality(0.5, 0), Quality(0.49, 0.2)).Reason, StringComparison.Ordinal);
        Assert.Equal((1, 2), (gate.Champion, gate.Looks));
        Assert.False(Directory.Exists(gate.FolderOf(2)));
    }

    [Fact]
    public void Rollback_returns_to_an_earlier_champion_and_the_next_one_gets_a_new_number()
    {
        var gate = Begun();
        gate.Try("better", Fill("b"), Quality(0.5, 0), Quality(0.6, 0.2));
        gate.Rollback(1, "wrong on names");
        Assert.Equal(1, new ModelGate(folder.Path).Champion);
        gate.Try("again", Fill("c"), Quality(0.5, 0), Quality(0.6, 0.2));
        Assert.Equal(3, gate.Champion);
        Assert.Equal("b", File.ReadAllText(Path.Combine(gate.FolderOf(2), "model")));
        Assert.Contains("no champion 9", Assert.Throws<InputException>(() => gate.Rollback(9, "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_counts_even_when_the_process_dies_while_promoting()
    {
        var gate = Begun();
        Assert.Throws<InvalidOperationException>(() => gate.Try("better", _ => throw new InvalidOperationException("power cut"), Quality(0.5, 0), Quality(0.6, 0.2)));
        var again = new ModelGate(folder.Path);
        Assert.Equal((1, 1), (again.Champion, again.Looks));
        Assert.Equal("accept", again.Try("better", Fill("b"), Quality(0.5, 0), Quality(0.6, 0.2)).Step);
        Assert.Equal("b", File.ReadAllText(Path.Combine(again.FolderOf(again.Champion), "model")));
    }

    [Fact]
    public void What_a_dead_process_had_decided_is_completed()
    {
        var gate = Begun();
        Assert.Null(gate.Pending);
        Assert.Throws<InvalidOperationException>(() => gate.Try("better", _ => throw new InvalidOperationException("power cut"), Quality(0.5, 0), Quality(0.6, 0.2), new("v2", [new("data.sampling", "over")], 3, "noise")));
        var again = new ModelGate(folder.Path);
        Assert.Equal(("better", "v2", "data.sampling=over", 3, "noise"), (again.Pending!.Challenger, again.Pending.Version, again.Pending.Recipe[0].Setting, again.Pending.Round, again.Pending.Cause));
        again.Complete(Fill("b"));
        Assert.Equal((2, null), (again.Champion, again.Pending));
        Assert.Equal("b", File.ReadAllText(Path.Combine(again.FolderOf(2), "model")));
        Assert.Equal("v2", new ModelGate(folder.Path).EntryOf(2).Version);
    }

    [Fact]
    public void A_pointer_that_was_not_moved_is_moved_when_the_gate_opens()
    {
        Begun().Try("better", Fill("b"), Quality(0.5, 0), Quality(0.6, 0.2));
        File.WriteAllText(folder.At("champion"), "1"); // as a process leaves it that dies between the folder and the pointer
        Assert.Equal(2, new ModelGate(folder.Path).Champion);
    }

    [Fact]
    public void Half_a_line_of_a_killed_process_is_taken_away()
    {
        var gate = Begun();
        File.AppendAllText(folder.At("gate.jsonl"), "{\"step\":\"acc");
        var again = new ModelGate(folder.Path);
        again.Try("same", Fill("b"), Quality(0.5, 0), Quality(0.5, 0));
        Assert.Equal(["begin", "reject"], new ModelGate(folder.Path).Log.Select(e => e.Step));
        Assert.Single(gate.Log);
    }

    private ModelGate Begun()
    {
        var gate = new ModelGate(folder.Path, 0.05, new SteppingClock());
        gate.Begin("first", Fill("a"), Quality(0.5, 0));
        return gate;
    }

    private static Judged Quality(double score, double gain) => new(score, [.. Enumerable.Range(0, 40).Select(i => gain + (i * 0.01 % 0.1))]);

    private static Action<string> Fill(string content) => target =>
    {
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, "model"), content);
    };
}
