using System.Diagnostics;
[assembly: AssemblyFixture(typeof(FineGrain.Feedback.Tests.Postgres))]

namespace FineGrain.Feedback.Tests;

/// <summary>A PostgreSQL server of the machine's own packages, started for these tests in a folder of its own, reached by a socket only.</summary>
public sealed class Postgres : IDisposable
{
    private readonly Lock gate = new();
    private string? folder;
    private int databases;

    /// <summary>A connection string to a fresh database; the test is skipped where no server is installed.</summary>
    public string NewDatabase()
    {
        lock (gate)
        {
            var programs = Programs();
            Assert.SkipWhen(programs is null, "PostgreSQL is not installed (apt-get install postgresql); the store is tested on SQLite alone");
            if (folder is null) Start(programs);
            var name = $"finegrain_{++databases}";
            Run(programs, "createdb", "-h", folder!, "-U", "finegrain", name);
            return $"Host={folder};Username=finegrain;Database={name};Pooling=false";
        }
    }

    public void Dispose()
    {
        if (folder is null) return;
        Run(Programs()!, "pg_ctl", "-D", Path.Combine(folder, "data"), "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private void Start(string programs)
    {
        var made = Directory.CreateTempSubdirectory("finegrain-pg-").FullName;
        // The server refuses to run as root; it then runs as the user that its package made.
        if (Environment.IsPrivilegedProcess) Check("chown", "postgres", made);
        Run(programs, "initdb", "-D", Path.Combine(made, "data"), "-U", "finegrain", "-A", "trust", "--no-sync", "-E", "UTF8");
        Run(programs, "pg_ctl", "-D", Path.Combine(made, "data"), "-o", $"-k {made} -c listen_addresses=''", "-l", Path.Combine(made, "log"), "-w", "start");
        folder = made;
    }

    private static string? Programs() => (Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")) : [])
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "createdb")));

    private static void Run(string programs, string program, params string[] arguments)
    {
        if (Environment.IsPrivilegedProcess) Check("runuser", ["-u", "postgres", "--", Path.Combine(programs, program), .. arguments]);
        else Check(Path.Combine(programs, program), arguments);
    }

    private static void Check(string program, params string[] arguments)
    {
        // pg_ctl leaves the server behind with the handles it got: they are not redirected, so that nobody waits for them.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1 < /dev/null", program, .. arguments]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
