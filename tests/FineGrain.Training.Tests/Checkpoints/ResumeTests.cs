using System.Diagnostics;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Encoders;
using FineGrain.Training.Child;
using FineGrain.Training.Tests.Distillation;

namespace FineGrain.Training.Tests.Checkpoints;

public sealed class ResumeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-resume").FullName;
    private string Path => System.IO.Path.Combine(folder, "checkpoint.safetensors");

    /// <summary>The weights of an uninterrupted run.</summary>
    private static readonly Lazy<string> Expected = new(() => Run(null, TinyTask.Recipe, out _));

    private static string Run(string? path, TrainingRecipe recipe, out int resumedFrom, int stopAfter = int.MaxValue, int seed = 11, string identity = "")
    {
        using var model = new TinyModel(seed: 3);
        var task = new TinyTask(model);
        using var run = new TrainingRun(task.With(path, identity: identity), recipe, seed);
        resumedFrom = run.ResumedFrom;
        foreach (var _ in run.Steps().Take(stopAfter)) { }
        return task.Fingerprint();
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5), InlineData(11), InlineData(12)]
    public void A_run_left_after_any_step_resumes_bit_for_bit(int steps)
    {
        Run(Path, TinyTask.Recipe, out _, stopAfter: steps);
        Assert.Equal(Expected.Value, Run(Path, TinyTask.Recipe, out var resumedFrom));
        Assert.Equal(steps, resumedFrom);
    }

    [Theory, InlineData("sgd", "exact"), InlineData("adam", "used")]
    public void Other_optimisers_resume_too(string name, string rows)
    {
        var recipe = TinyTask.Recipe with { Optimizer = new() { Name = name, EmbeddingRows = rows }, AverageDecay = 0, Accumulate = 1 };
        var whole = Run(null, recipe, out _);
        Run(Path, recipe, out _, stopAfter: 4);
        Assert.Equal(whole, Run(Path, recipe, out _));
    }

    [Fact]
    public void A_Transformer_with_products_in_bfloat16_resumes_bit_for_bit_and_not_in_another_precision()
    {
        Assert.SkipUnless(Bfloat16Products.InHardware, "this processor has no instructions for bfloat16");
        var recipe = TinyTask.Recipe with { Precision = "bfloat16", Threads = 1, Optimizer = new() { LearningRate = 0.01 } };
        var whole = Transformer(null, recipe);
        Assert.NotEqual(whole, Transformer(null, recipe with { Precision = "float32" }));
        Transformer(Path, recipe, stopAfter: 3);
        var e = Assert.Throws<InputException>(() => Transformer(Path, recipe with { Precision = "float32" }));
        Assert.Contains("training.precision: \"bfloat16\" in the checkpoint, \"float32\" now", e.Message, StringComparison.Ordinal);
        Assert.Equal(whole, Transformer(Path, recipe));
    }

    private static string Transformer(string? path, TrainingRecipe recipe, int stopAfter = int.MaxValue)
    {
        using var model = TinyLesson.Model(TinyLesson.Small with { AttentionDropout = 0.1 }, seed: 3);
        using var run = new TrainingRun(TextObjective.Task(model, TinyLesson.Gold, new TinyLesson.Source()) with { CheckpointPath = path }, recipe, 11);
        foreach (var _ in run.Steps().Take(stopAfter)) { }
        return TinyTask.Fingerprint(model);
    }

    [Fact]
    public void A_process_killed_with_signal_9_resumes_bit_for_bit()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are a Unix matter");
        var lives = 0;
        foreach (var steps in (int[])[2, 3, 4])
        {
            using var child = Start("wait");
            for (var line = child.StandardOutput.ReadLine(); line is not null; line = child.StandardOutput.ReadLine())
            {
                if (!line.StartsWith("step", StringComparison.Ordinal)) continue;
                if (++lives % steps == 0)
                {
                    child.StandardInput.WriteLine(); // it is inside the next step, or writing its checkpoint, when the signal arrives
                    child.Kill();
                    break;
                }
                child.StandardInput.WriteLine();
            }
            child.WaitForExit();
            Assert.Equal(128 + 9, child.ExitCode);
        }
        using var last = Start();
        var output = last.StandardOutput.ReadToEnd();
        last.WaitForExit();
        Assert.DoesNotContain("resumed 0", output, StringComparison.Ordinal);
        Assert.Equal(Expected.Value, output[(output.IndexOf("weights\n", StringComparison.Ordinal) + 8)..].TrimEnd());
    }

    [Fact]
    public void Cancelling_writes_a_checkpoint_and_ends_the_sequence()
    {
        using var stop = new CancellationTokenSource();
        using (var model = new TinyModel(seed: 3))
        {
            using var run = new TrainingRun(new TinyTask(model).With(Path), TinyTask.Recipe with { CheckpointSteps = 1000 }, 11);
            foreach (var report in run.Steps(stop.Token))
                if (report.Step == 4) stop.Cancel();
            Assert.Equal(RunEnd.Cancelled, run.End);
        }
        Run(Path, TinyTask.Recipe with { CheckpointSteps = 1000 }, out var resumedFrom);
        Assert.Equal(4, resumedFrom);
    }

    [Fact]
    public void A_finished_run_has_nothing_to_do_and_gives_the_same_weights()
    {
        Run(Path, TinyTask.Recipe, out _);
        Assert.Equal(Expected.Value, Run(Path, TinyTask.Recipe, out var resumedFrom));
        Assert.Equal(12, resumedFrom);
    }

    [Fact]
    public void Another_recipe_is_refused_with_the_keys_that_differ()
    {
        Run(Path, TinyTask.Recipe, out _, stopAfter: 2);
        var error = Assert.Throws<InputException>(() => Run(Path, TinyTask.Recipe with { Optimizer = new() { LearningRate = 0.07 } }, out _, seed: 12, identity: "other data"));
        Assert.Contains("training.optimizer.learning_rate: 0.05 in the checkpoint, 0.07 now", error.Message, StringComparison.Ordinal);
        Assert.Contains("seed: 11 in the checkpoint, 12 now", error.Message, StringComparison.Ordinal);
        Assert.Contains("data, tokenizer or model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_checkpoint_is_named()
    {
        Run(Path, TinyTask.Recipe, out _, stopAfter: 2);
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..500]);
        var error = Assert.Throws<InputException>(() => Run(Path, TinyTask.Recipe, out _));
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unwritable_place_is_a_clear_error_and_the_last_checkpoint_stays()
    {
        Run(Path, TinyTask.Recipe, out _, stopAfter: 2);
        var before = File.ReadAllBytes(Path);
        var neighbour = $"{Path}.{Environment.ProcessId}.tmp";
        Directory.CreateDirectory(neighbour); // even for root, a file cannot be opened where a folder stands
        var error = Assert.Throws<InputException>(() => Run(Path, TinyTask.Recipe, out _));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_full_disk_is_a_clear_error_and_the_last_checkpoint_stays()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        Run(Path, TinyTask.Recipe, out _, stopAfter: 2);
        var before = File.ReadAllBytes(Path);
        File.CreateSymbolicLink($"{Path}.{Environment.ProcessId}.tmp", "/dev/full"); // the temporary neighbour lands on a device that is always full
        var error = Assert.Throws<InputException>(() => Run(Path, TinyTask.Recipe, out _));
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path));
        Assert.Equal(Expected.Value, Run(Path, TinyTask.Recipe, out _));
    }

    private Process Start(string? wait = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && System.IO.Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardInput = true,
            ArgumentList = { System.IO.Path.Combine(AppContext.BaseDirectory, "FineGrain.Training.Child.dll"), Path },
        };
        if (wait is not null) start.ArgumentList.Add(wait);
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
