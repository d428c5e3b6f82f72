using System.Diagnostics;
using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Core;

namespace FineGrain.Cli.Pipeline;

/// <summary>
/// Trains several seeds at the same time, each in a process of its own: libtorch's thread count and generators belong to a process, so only
/// processes keep the promise that a seed gives the same bits alone or beside others. A child stops, with a checkpoint, when its standard input ends:
/// on Ctrl-C, and also when this process is killed.
/// </summary>
internal static class SeedProcesses
{
    /// <summary>The option of <c>train</c> that a child is started with.</summary>
    public const string ChildOption = "--one-seed";

    /// <summary>How many seeds to train at once: as many as the cores carry at the recipe's thread count; one when a seed takes all cores.</summary>
    /// <param name="asked">What the user asked for; 0 leaves it to the machine.</param>
    /// <param name="seeds">Seeds that are still to be trained.</param>
    /// <param name="threads">Threads of one seed; 0 is all cores.</param>
    /// <param name="cores">Physical cores.</param>
    public static int Jobs(int asked, int seeds, int threads, int cores) =>
        Math.Clamp(asked > 0 ? asked : threads > 0 ? cores / threads : 1, 1, Math.Max(1, seeds));

    /// <summary>Trains the seeds, at most <paramref name="jobs"/> at once; what a child prints is said here, what it complains about is thrown.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="jobs">Processes at once, at least 1.</param>
    /// <param name="arguments">Arguments of the verb that trains, without the seed.</param>
    /// <param name="display">Where the children's lines go.</param>
    /// <param name="stop">Stops all children; each writes its checkpoint first.</param>
    /// <exception cref="InputException">A child failed; the others are stopped.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static void Train(IReadOnlyList<int> seeds, int jobs, IReadOnlyList<string> arguments, IRunDisplay display, CancellationToken stop)
    {
        var waiting = new Queue<int>(seeds);
        var running = new List<Child>();
        InputException? failure = null;
        try
        {
            while (running.Count > 0 || (waiting.Count > 0 && failure is null && !stop.IsCancellationRequested))
            {
                while (running.Count < jobs && failure is null && !stop.IsCancellationRequested && waiting.TryDequeue(out var seed))
                    running.Add(new(seed, arguments, display));
                try
                {
                    Task.WaitAny([.. running.Select(child => child.End)], failure is null ? stop : CancellationToken.None);
                }
                catch (OperationCanceledException)
                {
                    foreach (var child in running) child.Stop();
                    Task.WaitAll([.. running.Select(child => child.End)], CancellationToken.None);
                }
                foreach (var child in running.Where(child => child.End.IsCompleted).ToArray())
                {
                    running.Remove(child);
                    using (child)
                        if (child.Failure is { } message) failure ??= new InputException($"seed {child.Seed}", message);
                }
                if (failure is not null) foreach (var child in running) child.Stop();
            }
        }
        finally
        {
            foreach (var child in running) child.Dispose();
        }
        stop.ThrowIfCancellationRequested();
        if (failure is not null) throw failure;
    }

    /// <summary>One seed's process.</summary>
    internal sealed class Child : IDisposable
    {
        private readonly Process process;
        private readonly List<string> complaints = [];

        public Child(int seed, IReadOnlyList<string> arguments, IRunDisplay display)
        {
            Seed = seed;
            var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "finegrain.exe" : "finegrain");
            process = new()
            {
                StartInfo = new(program, [.. arguments, ChildOption, seed.ToString(CultureInfo.InvariantCulture)])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                },
            };
            process.OutputDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) lock (display) display.Say(text); };
            process.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) lock (complaints) complaints.Add(text); };
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            End = process.WaitForExitAsync();
        }

        public int Seed { get; }

        /// <summary>Completes when the process has ended and its lines are read.</summary>
        public Task End { get; }

        /// <summary>Why it failed, or null: it finished or was asked to stop.</summary>
        public string? Failure => process.ExitCode is ExitCode.Done or ExitCode.Stopped
            ? null
            : complaints.Count > 0 ? string.Join('\n', complaints) : string.Create(CultureInfo.InvariantCulture, $"its process ended with code {process.ExitCode} and no message; memory may have run out. Try --jobs 1.");

        public void Stop() => process.StandardInput.Close();

        public void Dispose()
        {
            if (!process.HasExited) Stop();
            process.Dispose();
        }
    }
}
