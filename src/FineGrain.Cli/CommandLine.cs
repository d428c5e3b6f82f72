using System.CommandLine;
using System.CommandLine.Help;
using FineGrain.Cli.Terminals;
using FineGrain.Cli.Verbs;
using FineGrain.Core;

namespace FineGrain.Cli;

/// <summary>Parses the arguments, runs the verb and turns what went wrong into a message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>An exit code of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        var parsed = Root(args.FirstOrDefault(), terminal).Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExample)
        {
            foreach (var error in parsed.Errors) terminal.Error.WriteLine(error.Message);
            var verb = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            terminal.Error.WriteLine($"See 'finegrain{verb} --help'.");
            return ExitCode.Usage;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = terminal.Out, Error = terminal.Error });
        }
        catch (InputException e)
        {
            terminal.Error.WriteLine(e.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Stopped.");
            return ExitCode.Stopped;
        }
        catch (IOException) when (terminal.Stop.IsCancellationRequested)
        {
            return ExitCode.Stopped;
        }
        catch (BrokenPipeException)
        {
            return ExitCode.Unread; // the reader has what it wanted, as in '| head -1'
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !Traced)
        {
            terminal.Error.WriteLine($"Reading or writing failed: {e.Message.TrimEnd('.')}. Free space on the disk or mend the place, or name another one; what was complete before is unchanged.");
            return ExitCode.BadInput;
        }
        catch (Exception e) when (!Traced)
        {
            terminal.Error.WriteLine($"{e.GetType().Name}: {e.Message}\nThis is a bug in FineGrain, not in your input. Run again with FINEGRAIN_TRACE=1 and report what it prints.");
            return ExitCode.Bug;
        }
    }

    private static bool Traced => Environment.GetEnvironmentVariable("FINEGRAIN_TRACE") == "1";

    /// <summary>The commands; with a known verb first, that one alone is built, so that a short run does not pay for the others.</summary>
    private static RootCommand Root(string? first, Terminal terminal)
    {
        var root = new RootCommand("FineGrain trains small models for fine-grained text tasks and answers with them. No Python, no cloud.");
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new HelpWithExample((HelpAction)help.Action!);
        foreach (var (name, create) in Verb.All)
            if (first == name || !Verb.All.ContainsKey(first ?? ""))
                root.Subcommands.Add(create(terminal));
        return root;
    }
}
