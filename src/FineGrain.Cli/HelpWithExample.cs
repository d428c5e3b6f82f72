using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FineGrain.Cli.Verbs;

namespace FineGrain.Cli;

/// <summary>The library's help, followed by the example of the verb.</summary>
internal sealed class HelpWithExample(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        var example = parseResult.CommandResult.Command is Verb verb ? verb.Example : "finegrain run recipes/reviews.yaml\nfinegrain predict out/reviews/model \"I love this movie!\"";
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(example.Contains('\n', StringComparison.Ordinal) ? "Examples:" : "Example:");
        foreach (var line in example.Split('\n')) output.WriteLine($"  {line}");
        return ExitCode.Done;
    }
}
