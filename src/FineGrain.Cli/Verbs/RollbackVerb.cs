using System.CommandLine;
using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Feedback.Gate;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain rollback</c>: returns to an earlier champion.</summary>
internal static class RollbackVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("rollback", "Returns to an earlier champion of an improvement folder; without a number, shows the gate's log.", "finegrain rollback out/mr-improve\nfinegrain rollback out/mr-improve 1 --reason \"wrong on names\"");
        var folder = new Argument<string>("folder") { Description = "Folder of 'finegrain improve'." };
        var champion = new Argument<int?>("champion") { Description = "Number of the champion to return to.", Arity = ArgumentArity.ZeroOrOne };
        var reason = new Option<string>("--reason") { Description = "Why; kept in the log.", DefaultValueFactory = _ => "" };
        verb.Add(folder);
        verb.Add(champion);
        verb.Add(reason);
        verb.SetAction(parse =>
        {
            var gate = new ModelGate(parse.GetRequiredValue(folder));
            if (parse.GetValue(champion) is { } number) gate.Rollback(number, parse.GetRequiredValue(reason));
            foreach (var e in gate.Log)
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{e.Time:yyyy-MM-dd HH:mm:ss}  {e.Step,-8}  champion {e.Champion}  {e.Challenger}  {e.Reason}"));
            terminal.Out.WriteLine($"champion {gate.Champion}: {gate.FolderOf(gate.Champion)}");
            return ExitCode.Done;
        });
        return verb;
    }
}
