using System.CommandLine;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Verbs;

/// <summary>One command with the example that its help shows.</summary>
internal sealed class Verb : Command
{
    /// <summary>Every verb, in the order of the help. A new one is one file and one line here.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Terminal, Verb>> All = new OrderedDictionary<string, Func<Terminal, Verb>>
    {
        ["run"] = RunVerb.Create,
        ["predict"] = PredictVerb.Create,
        ["init"] = InitVerb.Create,
        ["show"] = ShowVerb.Create,
        ["data"] = DataVerb.Create,
        ["train"] = TrainVerb.Create,
        ["pretrain"] = PretrainVerb.Create,
        ["near"] = NearVerb.Create,
        ["evaluate"] = EvaluateVerb.Create,
        ["compare"] = CompareVerb.Create,
        ["explain"] = ExplainVerb.Create,
        ["compress"] = CompressVerb.Create,
        ["bench"] = BenchVerb.Create,
        ["corrections"] = CorrectionsVerb.Create,
        ["improve"] = ImproveVerb.Create,
        ["rollback"] = RollbackVerb.Create,
        ["slices"] = SlicesVerb.Create,
        ["check"] = CheckVerb.Create,
        ["report"] = ReportVerb.Create,
        ["calibrate"] = CalibrateVerb.Create,
        ["pull"] = PullVerb.Create,
        ["doctor"] = DoctorVerb.Create,
    };

    public Verb(string name, string description, string example) : base(name, description) => Example = example;

    /// <summary>One command line, or several joined by newlines, that work as they stand.</summary>
    public string Example { get; }

    /// <summary>The recipe argument that several verbs share.</summary>
    public static Argument<string> Recipe() => new("recipe") { Description = "The recipe (YAML)." };

    /// <summary>The override option that several verbs share.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "Overrides one key of the recipe, e.g. training.epochs=3; may be given several times.",
        HelpName = "KEY=VALUE",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };
}
