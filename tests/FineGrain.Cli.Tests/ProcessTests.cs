using System.Diagnostics;
using System.Globalization;

namespace FineGrain.Cli.Tests;

/// <summary>What only a process of its own shows: signals, pipes that nobody reads, a full disk.</summary>
[Collection(nameof(Alone))]
public sealed class ProcessTests(TinyRun tiny)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "finegrain");

    [Fact]
    public void Interrupted_a_training_writes_a_checkpoint_that_it_goes_on_from()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are a Unix matter");
        string[] command = ["train", tiny.Recipe, "--out", tiny.At("signalled"), "--jobs", "1", "--set", "training.epochs=5000", "training.stopping.patience=0", "training.seeds=[1]"];
        using var process = StartHeeding(command);
        using var trains = new ManualResetEventSlim();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("step ", StringComparison.Ordinal) == true) trains.Set();
        };
        process.BeginOutputReadLine();
        Assert.True(trains.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "no step was made");
        using (var kill = StartShell(string.Create(CultureInfo.InvariantCulture, $"kill -INT {process.Id}")))
        {
            kill.WaitForExit();
            Assert.True(kill.ExitCode == 0, kill.StandardError.ReadToEnd());
        }
        if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
        {
            process.Kill();
            Assert.Fail("the training goes on after the signal");
        }
        Assert.Equal(130, process.ExitCode);
        var resumed = Session.RunStoppedAt("goes on after step ", [.. command, "--resume"]);
        Assert.True(resumed.Code == 130, resumed.Errors);
        Assert.Matches("goes on after step [1-9]", resumed.Output);
    }

    [Theory]
    [InlineData("predict MODEL \"good film\" > /dev/full")]
    [InlineData("predict MODEL \"good film\" --format terminal > /dev/full")]
    [InlineData("predict --help > /dev/full")]
    public void A_full_disk_is_told_as_such_and_is_no_bug(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        var (code, _, errors) = Shell(command);
        Assert.Equal("1", code);
        Assert.StartsWith("Reading or writing failed: No space left on device", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_that_nobody_reads_end_an_endless_input_without_a_word()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says there that nobody reads");
        var (code, output, errors) = Shell("predict MODEL", "yes 'good film' 2> /dev/null | ", " | head -1");
        Assert.Equal(("141", ""), (code, errors));
        Assert.StartsWith("{\"id\":\"1\"", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private (string Code, string Output, string Errors) Shell(string command, string before = "", string after = "")
    {
        var code = tiny.At($"{Guid.NewGuid():N}.code");
        using var process = StartShell($"{before}{{ '{Program}' {command.Replace("MODEL", $"'{tiny.Model}'", StringComparison.Ordinal)}; echo $? > '{code}'; }}{after}");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (File.ReadAllText(code).Trim(), output, errors.GetAwaiter().GetResult());
    }

    /// <summary>The program, heeding Ctrl-C: tests that run in the background of a shell, as under nohup, would hand it down ignored.</summary>
    private static Process StartHeeding(string[] arguments) => OperatingSystem.IsLinux() ? Start("env", ["--default-signal=INT", Program, .. arguments]) : Start(Program, arguments);

    private static Process StartShell(string script) => Start("/bin/sh", ["-c", script]);

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
