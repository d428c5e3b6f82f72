using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;

namespace FineGrain.Cli.Terminals;

/// <summary>What a verb talks to: its input and output, whether a person watches, and whether that person has pressed Ctrl-C.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> signals = [];

    public Terminal(Stream input, Stream output, Stream error)
    {
        Input = input;
        Output = output;
        Out = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        Error = new StreamWriter(error, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Bytes of standard input.</summary>
    public Stream Input { get; }

    /// <summary>Bytes of standard output, for what may be large.</summary>
    public Stream Output { get; init; }

    /// <summary>Standard output as text.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error as text: messages and progress where standard output carries data.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether somebody watches: live displays and questions make sense.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether standard output may be coloured: somebody watches, and NO_COLOR (no-color.org) is not set.</summary>
    public bool Color { get; init; }

    /// <summary>Whether standard input is a keyboard and not a pipe or file.</summary>
    public bool Keyboard { get; init; }

    /// <summary>Single keys; null where nobody can press any.</summary>
    public IKeyboard? Keys { get; init; }

    /// <summary>Columns and lines.</summary>
    public Func<(int Width, int Height)> Size { get; init; } = () => (80, 24);

    /// <summary>How a training is shown here: live where somebody watches, else a line now and then.</summary>
    public IRunDisplay Display() => Interactive ? new LiveDisplay(AnsiConsole.Console) : new PlainDisplay(Out);

    /// <summary>Set by Ctrl-C or a polite kill.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>The terminal of this process; the first Ctrl-C asks the verb to stop, the second ends the process.</summary>
    public static Terminal OfProcess()
    {
        var watched = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        var output = Console.OpenStandardOutput();
        var terminal = new Terminal(Console.OpenStandardInput(), output, Console.OpenStandardError())
        {
            Output = OutputPipe.Of(output),
            Interactive = watched,
            Color = watched && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Keyboard = !Console.IsInputRedirected,
            Keys = watched && !Console.IsInputRedirected ? new ConsoleKeyboard() : null,
            Size = () => watched ? (Math.Max(20, Console.WindowWidth), Math.Max(10, Console.WindowHeight)) : (80, 24),
        };
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            terminal.signals.Add(PosixSignalRegistration.Create(signal, terminal.Ask));
        return terminal;
    }

    /// <summary>Asks the verb to stop when standard input ends: for a process whose life hangs on the one that started it.</summary>
    public void StopAtEndOfInput() => new Thread(() =>
    {
        while (Input.ReadByte() >= 0) { }
        try
        {
            Ask();
        }
        catch (ObjectDisposedException)
        {
            // the verb had ended on its own
        }
    })
    { IsBackground = true, Name = "end of input" }.Start();

    /// <summary>Asks the verb to stop, as Ctrl-C does.</summary>
    public void Ask() => stop.Cancel();

    private void Ask(PosixSignalContext context)
    {
        if (stop.IsCancellationRequested) return;
        context.Cancel = true;
        stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var signal in signals) signal.Dispose();
        stop.Dispose();
        foreach (var writer in (TextWriter[])[Out, Error])
            try
            {
                writer.Dispose();
            }
            catch (IOException)
            {
                // What could not be written was an error when it was: the verb has ended with it.
            }
    }
}
