using System.Text;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Tests;

/// <summary>One command run in this process: its exit code and what it wrote.</summary>
internal sealed record Session(int Code, string Output, string Errors)
{
    public static Session Run(params string[] arguments) => Run("", stopped: false, arguments);

    public static Session RunWithInput(string input, params string[] arguments) => Run(input, stopped: false, arguments);

    /// <summary>Standard input is these bytes.</summary>
    public static Session RunWithInput(byte[] input, params string[] arguments)
    {
        using var output = new MemoryStream();
        return Run(input, output, _ => { }, arguments);
    }

    /// <summary>Ctrl-C is pressed before the verb starts.</summary>
    public static Session RunStopped(params string[] arguments) => Run("", stopped: true, arguments);

    /// <summary>Ctrl-C is pressed when <paramref name="marker"/> has appeared on standard output.</summary>
    public static Session RunStoppedAt(string marker, params string[] arguments)
    {
        using var output = new WatchedStream(marker);
        return Run("", output, terminal => output.Appeared = terminal.Ask, arguments);
    }

    private static Session Run(string input, bool stopped, string[] arguments)
    {
        using var output = new MemoryStream();
        return Run(input, output, terminal =>
        {
            if (stopped) terminal.Ask();
        }, arguments);
    }

    private static Session Run(string input, MemoryStream output, Action<Terminal> begin, string[] arguments) => Run(Encoding.UTF8.GetBytes(input), output, begin, arguments);

    private static Session Run(byte[] input, MemoryStream output, Action<Terminal> begin, string[] arguments)
    {
        using var errors = new MemoryStream();
        using var terminal = new Terminal(new MemoryStream(input), output, errors);
        begin(terminal);
        var code = CommandLine.Run(arguments, terminal);
        Assert.True(output.CanWrite && errors.CanWrite, "the verb closed a stream that is not its own");
        return new(code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()));
    }

    /// <summary>Keeps what is written and calls <see cref="Appeared"/> once when it holds the marker.</summary>
    private sealed class WatchedStream(string marker) : MemoryStream
    {
        private readonly byte[] bytes = Encoding.UTF8.GetBytes(marker);

        public Action? Appeared { get; set; }

        // A memory stream hands spans to this overload when it is derived from.
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (Appeared is null || GetBuffer().AsSpan(0, (int)Length).IndexOf(bytes) < 0) return;
            Appeared();
            Appeared = null;
        }
    }
}
