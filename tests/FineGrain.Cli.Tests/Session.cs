using System.Text;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Tests;

/// <summary>One command run in this process: its exit code and what it wrote.</summary>
internal sealed record Session(int Code, string Output, string Errors)
{
    public static Session Run(params string[] arguments) => Run("", stopped: false, arguments);

    public static Session RunWithInput(string input, params string[] arguments) => Run(input, stopped: false, arguments);

    /// <summary>Ctrl-C is pressed before the verb starts.</summary>
    public static Session RunStopped(params string[] arguments) => Run("", stopped: true, arguments);

    private static Session Run(string input, bool stopped, string[] arguments)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        using var terminal = new Terminal(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, errors);
        if (stopped) terminal.Ask();
        var code = CommandLine.Run(arguments, terminal);
        Assert.True(output.CanWrite && errors.CanWrite, "the verb closed a stream that is not its own");
        return new(code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()));
    }
}
