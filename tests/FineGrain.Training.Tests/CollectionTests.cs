using System.Diagnostics;

namespace FineGrain.Training.Tests;

public sealed class CollectionTests
{
    [Fact]
    public void Training_gives_the_same_weights_beside_a_thread_that_collects_garbage_all_the_time() => Assert.Equal((0, "same weights"), Child("on"));

    [Fact]
    public void Without_the_guard_of_scalars_the_same_training_fails() => Assert.NotEqual((0, "same weights"), Child("off"));

    /// <summary>In a process of its own: without the guard it may end by a signal.</summary>
    private static (int Exit, string Output) Child(string guard)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the guard is for Linux");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FineGrain.Training.Child.dll"), "collect" },
        };
        start.Environment["FINEGRAIN_SCALAR_GUARD"] = guard;
        start.Environment["DOTNET_TieredCompilation"] = "0"; // code of the first tier holds everything to the end of its method
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var child = Process.Start(start)!;
        child.ErrorDataReceived += (_, _) => { };
        child.BeginErrorReadLine();
        var output = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        return (child.ExitCode, output);
    }
}
