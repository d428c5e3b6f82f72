using FineGrain.Cli.Doctoring;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain doctor</c>: what the machine has, and for what is missing, what to do.</summary>
internal static class DoctorVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("doctor", "Looks at this machine: what is there, and for each thing that is missing, what to do.", "finegrain doctor");
        verb.SetAction(_ =>
        {
            foreach (var finding in (IEnumerable<Finding>)[.. Machine.Examine("."), StandardLibrary.Examine(), .. Engines.Examine(), .. Places.Examine()])
            {
                var mark = finding.Health switch { Health.Well => "ok     ", Health.Optional => "note   ", _ => "MISSING" };
                terminal.Out.WriteLine($"{mark} {finding.Thing,-13} {finding.State}");
                if (finding.Remedy.Length > 0) terminal.Out.WriteLine($"                      → {finding.Remedy}");
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
