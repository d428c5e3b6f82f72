using System.CommandLine;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Aspects;
using FineGrain.Inference;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain predict</c>: answers texts from arguments, standard input or files; what cannot be read is named and the rest answered. ONNX Runtime only: this path must not touch libtorch.</summary>
internal static class PredictVerb
{
    private const string Stdin = "stdin";

    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("predict", "Answers texts with a model folder, in input order: JSON lines, marked texts, a page, or files for other tools.",
            "finegrain predict out/reviews/model \"I love this movie!\" \"房间很脏\"\ncat comments.txt | finegrain predict out/reviews/model > answers.jsonl\ncurl -s https://shop.example/export.csv | finegrain predict out/reviews/model --input-format csv --text-column comment\nfinegrain predict out/reviews/model --input shop.csv.gz --text-column comment --output answers.jsonl\nfinegrain predict out/ner/model --input news.txt --format html --output news.html");
        var model = new Argument<string>("model") { Description = "The model folder." };
        var texts = new Argument<string[]>("text") { Description = "Texts; without any and without --input, standard input.", Arity = ArgumentArity.ZeroOrMore };
        var input = new Option<string>("--input", "-i") { Description = "CSV, TSV, JSONL, Parquet, .txt file (one text a line) or a format of spans, plain or .gz; - is standard input.", HelpName = "FILE" };
        var output = new Option<string>("--output", "-o") { Description = "File (for brat a folder) to write instead of standard output; appears when it is complete.", HelpName = "FILE" };
        var format = new Option<string>("--format", "-f") { Description = "Form of the answers; brat needs --output.", DefaultValueFactory = _ => Answers.Formats[0] };
        format.AcceptOnlyFromAmong(Answers.Formats);
        var columns = new ColumnOptions();
        var aspect = new Option<string[]>("--aspect", "-a") { Description = "Words of the text whose judgement is asked, for a model of task aspects; every place of them is answered. May stand several times.", HelpName = "TERM", AllowMultipleArgumentsPerToken = false };
        var threads = new Option<int>("--threads") { Description = "CPU threads; 0 takes all physical cores." };
        var coverage = new Option<double?>("--coverage") { Description = "Also give, as 'candidates', the labels that have the right one among them with this probability (conformal), such as 0.9." };
        var abstain = new Option<double?>("--abstain-below") { Description = "Give no label, but 'abstained', where the best probability is lower; the model folder's value by default." };
        verb.Add(model);
        verb.Add(texts);
        verb.Add(input);
        verb.Add(output);
        verb.Add(format);
        columns.AddTo(verb);
        verb.Add(aspect);
        verb.Add(coverage);
        verb.Add(abstain);
        verb.Add(threads);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(texts) is { Length: > 0 } && result.GetValue(input) is not null) result.AddError("Give texts or --input, not both.");
            if (result.GetValue(input) is null or "-" && columns.IsParquet(result)) result.AddError("Parquet cannot be read from standard input; write it to a file and name that with --input.");
            if (result.GetValue(format) == "brat" && result.GetValue(output) is null) result.AddError("brat is a folder of files: name it with --output.");
            if (result.GetValue(coverage) is <= 0 or >= 1 or double.NaN) result.AddError("--coverage must be between 0 and 1, such as 0.9.");
            if (result.GetValue(abstain) is < 0 or > 1 or double.NaN) result.AddError("--abstain-below must be from 0 to 1.");
            if (result.GetValue(threads) < 0) result.AddError("--threads must be 0 or more.");
        });
        verb.SetAction(parse =>
        {
            using var predictor = Predictor.Open(parse.GetRequiredValue(model), new() { Threads = parse.GetValue(threads), Coverage = parse.GetValue(coverage), AbstainBelow = parse.GetValue(abstain) });
            var bad = 0;
            void Bad(InputException error)
            {
                bad++;
                terminal.Error.WriteLine(error.Message);
            }
            var given = parse.GetValue(texts) is { Length: > 0 } arguments
                ? arguments.Select((text, i) => new Example { Id = $"{i + 1}", Text = text })
                : parse.GetValue(input) is { } file and not "-"
                    ? columns.Read(parse, file, Asked(predictor.Manifest), Bad)
                    : Input(parse, columns, Asked(predictor.Manifest), Bad, terminal);
            if (parse.GetValue(aspect) is { Length: > 0 } terms)
            {
                if (predictor.Manifest.Encoding.Aspects is null) throw NoAspects(predictor.Manifest);
                given = AspectSearch.Place(given, terms, Bad);
            }
            if (predictor.Manifest.Encoding.Aspects is not null) given = AspectExamples.Asked(given, Bad);
            var predictions = predictor.Predict(given, terminal.Stop);
            var code = Answers.Write(parse.GetRequiredValue(format), parse.GetValue(output), predictions, terminal);
            return bad == 0 ? code : ExitCode.BadInput;
        });
        return verb;
    }

    /// <summary>What the input's label column holds: aspects bring their polarities with them.</summary>
    internal static string Asked(ModelManifest manifest) => manifest switch { { Target: "categories" } => "labels", { Task: "aspects" } => "spans", _ => manifest.Target };

    /// <summary>The refusal of --aspect by a model that judges no asked aspects.</summary>
    internal static InputException NoAspects(ModelManifest manifest) =>
        new("--aspect", $"model '{manifest.Name}' does not judge asked aspects: its task is {manifest.Task}, its target {manifest.Target}. Leave --aspect out.");

    private static IEnumerable<Example> Input(ParseResult parse, ColumnOptions columns, string target, Action<InputException> onBad, Terminal terminal)
    {
        var isText = columns.Format(parse) is "auto" or "text";
        if (terminal.Keyboard) terminal.Error.WriteLine($"Reading {(isText ? "texts from the keyboard, one a line" : $"{columns.Format(parse)} from the keyboard")}; Ctrl-D ends.");
        var given = columns.Read(parse, terminal.Input, Stdin, target, onBad);
        return isText ? given.Select(example => example with { Id = example.Source![(Stdin.Length + 1)..] }) : given; // the number of the line, as if it were an argument
    }
}
