using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Improving;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Tests.Improving;

public sealed class ImproveLoopTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_costliest_cause_is_named_first_and_the_loop_ends_when_nothing_is_left()
    {
        Run(new Bench(folder));
        var log = Log();
        Assert.Equal(["large: two", "small: one"], log.Where(e => e is { Step: "cause", Round: 1 }).Select(e => e.Cause!));
        Assert.Equal(["fix-two", "fix-one"], log.Where(e => e.Step == "promote").Select(e => e.Patch!));
        Assert.Equal("nothing significant is left", log[^1].Note);
        var gate = new ModelGate(folder.Path);
        Assert.Equal(3, gate.Champion);
        Assert.Equal("2 wrong, over", File.ReadAllText(Path.Combine(gate.FolderOf(2), "model")));
        Assert.Equal("0 wrong, over", File.ReadAllText(Path.Combine(gate.FolderOf(3), "model")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void A_loop_killed_anywhere_goes_on_to_the_same_end(int steps)
    {
        Assert.Throws<InvalidOperationException>(() => Run(new Bench(folder) { DiesAfter = steps }));
        Run(new Bench(folder));
        Assert.Equal(["fix-two", "fix-one"], Log().Where(e => e.Step == "promote").Select(e => e.Patch!));
        Assert.Equal("0 wrong, over", File.ReadAllText(Path.Combine(new ModelGate(folder.Path).FolderOf(new ModelGate(folder.Path).Champion), "model")));
    }

    [Fact]
    public void No_time_means_no_trial()
    {
        Run(new Bench(folder), new() { Budget = TimeSpan.Zero });
        Assert.Equal(["measure", "cause", "cause", "end"], Log().Select(e => e.Step));
        Assert.Equal("the time is up", Log()[^1].Note);
    }

    [Fact]
    public void A_patch_that_does_not_help_is_rejected_and_not_tried_again()
    {
        Run(new Bench(folder) { UselessPatch = true });
        Assert.Equal(["fix-none"], Log().Where(e => e.Step == "reject" && e.Round == 1).Select(e => e.Patch!));
        Assert.Equal(3, new ModelGate(folder.Path).Log.Max(e => e.Champion));
    }

    [Fact]
    public void A_loop_killed_between_promotion_and_its_line_goes_on_from_the_new_champion()
    {
        // The gate has promoted, and the process dies before the line is on the disk.
        Assert.Throws<InvalidOperationException>(() => Run(new Bench(folder) { SaidNothingOf = "promote" }));
        File.WriteAllLines(folder.At("improve.jsonl"), File.ReadAllLines(folder.At("improve.jsonl")).Where(l => !l.Contains("\"promote\"", StringComparison.Ordinal)));
        Assert.Equal(2, new ModelGate(folder.Path).Champion);
        var bench = new Bench(folder);
        Run(bench);
        Assert.Equal(["fix-two", "fix-one"], Log().Where(e => e.Step == "promote").Select(e => e.Patch!));
        Assert.Equal("large: two", Log().First(e => e.Step == "promote").Cause);
        Assert.Equal("data.sampling=over", Assert.Single(Log().First(e => e.Step == "promote").Recipe).Setting);
        Assert.Equal("2 wrong, over", bench.Trained[0]); // the champion that stands, not the first one
        Assert.Equal(2, new ModelGate(folder.Path).Looks);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_loop_killed_while_it_copies_a_champion_completes_the_promotion(int champion)
    {
        Assert.Throws<InputException>(() => Run(new Bench(folder) { UnreadableFrom = champion }));
        Assert.Equal(champion, new ModelGate(folder.Path).Pending!.Champion);
        Run(new Bench(folder));
        var gate = new ModelGate(folder.Path);
        Assert.Equal((3, 2), (gate.Champion, gate.Looks));
        Assert.Equal(["fix-two", "fix-one"], Log().Where(e => e.Step == "promote").Select(e => e.Patch!));
        Assert.Single(Log(), e => e.Step == "measure");
        Assert.Equal("2 wrong, over", File.ReadAllText(Path.Combine(gate.FolderOf(2), "model")));
    }

    [Fact]
    public void After_a_rollback_the_loop_goes_on_from_that_champion_and_leaves_alone_what_was_taken_back()
    {
        Run(new Bench(folder));
        new ModelGate(folder.Path).Rollback(1, "wrong on names");
        var bench = new Bench(folder) { NewFix = true };
        Run(bench);
        var gate = new ModelGate(folder.Path);
        Assert.Equal("4 wrong", bench.Trained[0]);
        Assert.Equal((-4, "fix-new"), (gate.Log[^1].ChampionScore, gate.Log[^1].Challenger));
        Assert.Equal("3 wrong", File.ReadAllText(Path.Combine(gate.FolderOf(gate.Champion), "model")));
        Assert.Equal(4, gate.Champion);
    }

    [Fact]
    public void A_rollback_forward_takes_up_the_later_champion()
    {
        Run(new Bench(folder));
        new ModelGate(folder.Path).Rollback(1, "");
        new ModelGate(folder.Path).Rollback(3, "it was right after all");
        var bench = new Bench(folder);
        Run(bench);
        Assert.Equal("0 wrong, over", bench.Trained[0]);
        Assert.Equal("nothing significant is left", Log()[^1].Note);
    }

    [Fact]
    public void A_training_that_outlasts_the_budget_is_stopped_and_a_larger_budget_goes_on()
    {
        Run(new Bench(folder) { Endless = "2 wrong, over" }, new() { Budget = TimeSpan.FromSeconds(2) });
        Assert.Equal("the time is up", Log()[^1].Note);
        Assert.Equal((1, 0), (new ModelGate(folder.Path).Champion, new ModelGate(folder.Path).Looks));
        Run(new Bench(folder));
        Assert.Equal(3, new ModelGate(folder.Path).Champion);
    }

    [Fact]
    public void A_first_training_that_outlasts_the_budget_leaves_no_champion()
    {
        Run(new Bench(folder) { Endless = "4 wrong" }, new() { Budget = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(["the time is up"], Log().Select(e => e.Note));
        Assert.Equal(0, new ModelGate(folder.Path).Champion);
    }

    [Fact]
    public void A_stop_is_a_line_so_that_its_time_counts()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Run(new Bench(folder) { Endless = "2 wrong, over", Stop = stop.Token, OnEndless = () => stop.CancelAfter(TimeSpan.FromMilliseconds(300)) }));
        Assert.Equal(("stop", 1), (Log()[^1].Step, new ModelGate(folder.Path).Champion));
        Assert.True(Log()[^1].Seconds >= 0.2);
        Run(new Bench(folder));
        Assert.Equal(3, new ModelGate(folder.Path).Champion);
    }

    [Fact]
    public void A_folder_of_other_data_is_refused()
    {
        Run(new Bench(folder));
        Assert.Contains("no longer what this folder began with", Assert.Throws<InputException>(() => Run(new Bench(folder), rows: 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_of_the_recipe_alone_is_in_the_version_and_not_proposed_again()
    {
        Run(new Bench(folder) { RecipeFix = true });
        var gate = new ModelGate(folder.Path);
        Assert.Contains("sample", new DataVersions(folder.At("versions")).Find(gate.EntryOf(gate.Champion).Version!).Patches);
        Assert.Single(Log(), e => e.Patch == "sample" && e.Step is "promote" or "reject");
    }

    [Fact]
    public void Of_patches_that_the_proxy_cannot_tell_apart_the_best_on_dev_looks_first_and_a_worse_one_is_not_trained()
    {
        var bench = new Bench(folder) { Alternatives = true };
        Run(bench);
        Assert.Equal(["fix-all"], Log().Where(e => e.Look > 0).Select(e => e.Patch!));
        Assert.Contains("3 wrong", bench.Trained);
        Assert.DoesNotContain("1 wrong", bench.Trained);
    }

    private void Run(Bench bench, ImproveOptions? options = null, int rows = 6)
    {
        var versions = new DataVersions(folder.At("versions"));
        var first = versions.Begin([.. Enumerable.Range(0, rows).Select(i => new Example { Id = $"{i}", Text = $"text {i}", Labels = [i < 4 ? "wrong" : "right"] })]);
        bench.Versions = versions;
        new ImproveLoop(bench, versions, new ModelGate(folder.Path), new ImproveLog(folder.At("improve.jsonl")), options ?? new(), line => Say(bench, line)).Run(first, bench.Stop);
    }

    private void Say(Bench bench, string line)
    {
        said.Add(line);
        if (bench.SaidNothingOf is { } step && line.Contains($"  {step}", StringComparison.Ordinal)) throw new InvalidOperationException("killed");
    }

    private IReadOnlyList<ImproveEntry> Log() => new ImproveLog(folder.At("improve.jsonl")).Entries;

    /// <summary>A world in which a model is as good as its labels are right, and each call may be the last.</summary>
    private sealed class Bench(TemporaryFolder folder) : IWorkbench
    {
        private int calls;

        public int DiesAfter { get; init; } = int.MaxValue;

        public bool UselessPatch { get; init; }

        /// <summary>Dies when the line of such a step is said.</summary>
        public string? SaidNothingOf { get; init; }

        /// <summary>The folder of this model and of later ones cannot be copied.</summary>
        public int UnreadableFrom { get; init; } = int.MaxValue;

        /// <summary>The training of this model has no end.</summary>
        public string? Endless { get; init; }

        /// <summary>Called when that training begins.</summary>
        public Action? OnEndless { get; init; }

        public CancellationToken Stop { get; init; }

        public bool NewFix { get; init; }

        public bool RecipeFix { get; init; }

        /// <summary>One cause with three patches, of which the proxy thinks alike of the first two.</summary>
        public bool Alternatives { get; init; }

        public List<string> Trained { get; } = [];

        public DataVersions? Versions { get; set; }

        public IReadOnlyList<Cause> Find(DataVersion version, IReadOnlyList<RecipeChange> recipe)
        {
            Call();
            if (Alternatives) return Wrong(version) < 4 ? [] : [Cause("many", "ways", Fix("fix-a-bit", ["0"], "wrong"), Fix("fix-all", ["0", "1", "2", "3"], "wrong"), Fix("fix-worse", ["0", "1", "2"], "wrong"))];
            var causes = new List<Cause>();
            if (UselessPatch && !version.Patches.Contains("fix-none")) causes.Add(Cause("useless", "none", Fix("fix-none", ["5"], "right")));
            if (Wrong(version) == 4 || (Wrong(version) == 2 && !version.Patches.Contains("fix-one"))) causes.Add(Cause("small", "one", Fix("fix-one", ["0", "1"], "wrong")));
            if (NewFix) causes.Add(Cause("new", "three", Fix("fix-new", ["1"], "wrong")));
            if (RecipeFix) causes.Add(Cause("rare", "four", new Patch { Id = "sample", Kind = "resample", Recipe = [new("data.sampling", "over")] }));
            if (!RecipeFix && !version.Patches.Contains("fix-two")) causes.Add(Cause("large", "two", Fix("fix-two", ["2", "3"], "wrong") with { Recipe = [new("data.sampling", "over")] }));
            return causes;
        }

        public ProxyGain? Proxy(DataVersion version, IReadOnlyList<RecipeChange> recipe, Patch patch)
        {
            Call();
            var gain = patch.Id switch { "fix-none" => 0.9, "fix-two" => 0.5, "fix-a-bit" => 0.32, "fix-all" => 0.3, _ => 0.1 };
            return new(gain, gain - 0.1, gain + 0.1, 0.01, 0, 0);
        }

        public TrainedModel Train(DataVersion version, IReadOnlyList<RecipeChange> recipe, CancellationToken stop)
        {
            Call();
            var content = $"{Wrong(version)} wrong{(recipe.Any(r => r.Path == "data.sampling") ? ", over" : "")}";
            if (content == Endless)
            {
                OnEndless?.Invoke();
                stop.WaitHandle.WaitOne();
                stop.ThrowIfCancellationRequested();
            }
            Trained.Add(content);
            var place = folder.At($"trial-{version.Hash[..8]}");
            Directory.CreateDirectory(place);
            File.WriteAllText(Path.Combine(place, "model"), content);
            if (Trained.Distinct().Count() >= UnreadableFrom) place = Path.Combine(place, "gone");
            var worth = -Wrong(version) + (RecipeFix && recipe.Count > 0 ? 0.5 : 0);
            return new(place, new(worth, [.. Enumerable.Range(0, 40).Select(_ => worth)]), worth);
        }

        private int Wrong(DataVersion version) => Versions!.Examples(version).Count(e => e.Label == "wrong");

        private void Call()
        {
            if (++calls > DiesAfter) throw new InvalidOperationException("killed");
        }

        private static Cause Cause(string kind, string subject, params Patch[] patches) => new() { Kind = kind, Subject = subject, Evidence = "", PValue = 0.001, Patches = patches };

        private static Patch Fix(string id, string[] examples, string old) => new()
        {
            Id = id, Kind = "relabel",
            Corrections = [.. examples.Select(e => new Correction { Id = $"{id}-{e}", ExampleId = e, Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels(old), New = Annotation.OfLabels("right"), Author = "t", Time = DateTimeOffset.UnixEpoch })],
        };
    }
}
