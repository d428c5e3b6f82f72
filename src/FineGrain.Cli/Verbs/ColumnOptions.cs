using System.CommandLine;
using System.CommandLine.Parsing;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Cli.Verbs;

/// <summary>Which column of a file is what; shared by the verbs that read files without a recipe.</summary>
internal sealed class ColumnOptions
{
    private readonly Option<string> text = new("--text-column") { Description = "Column or JSON key of the text.", DefaultValueFactory = _ => "text", HelpName = "NAME" };
    private readonly Option<string> pair = new("--pair-column") { Description = "Column of the second text of a pair task.", DefaultValueFactory = _ => "", HelpName = "NAME" };
    private readonly Option<string> label = new("--label-column") { Description = "Column of the gold label or number, where there is one.", DefaultValueFactory = _ => "label", HelpName = "NAME" };
    private readonly Option<string> id = new("--id-column") { Description = "Column of the id; without it rows are numbered as file:line.", DefaultValueFactory = _ => "", HelpName = "NAME" };
    private readonly Option<string> format = new("--input-format") { Description = "Format of the input; auto goes by the extension, and takes standard input as text: one a line.", DefaultValueFactory = _ => "auto" };

    public void AddTo(Verb verb)
    {
        format.AcceptOnlyFromAmong([.. ExampleReader.Formats.Except(["lines", "trees"])]);
        foreach (var option in (Option[])[text, pair, label, id, format]) verb.Add(option);
    }

    /// <summary>The format that was asked for; auto where none was.</summary>
    public string Format(ParseResult parse) => parse.GetRequiredValue(format);

    /// <summary>Whether Parquet was asked for; while the command line is being checked.</summary>
    public bool IsParquet(CommandResult result) => result.GetValue(format) == "parquet";

    /// <summary>The examples of a stream, to be answered, in the format that was asked for, lazily; auto takes one text a line.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What ids and messages call them.</param>
    /// <param name="target">What the label column holds.</param>
    /// <param name="onBad">Takes the rows that cannot be read; the others are given.</param>
    public IEnumerable<Example> Read(ParseResult parse, Stream stream, string name, string target, Action<InputException> onBad) =>
        ExampleReader.Read(Source(parse, name, isText: Format(parse) is "auto" or "text"), stream, Answered(target, onBad));

    /// <summary>The same of a file; unlabelled where it has no label column.</summary>
    public IEnumerable<Example> Read(ParseResult parse, string file, string target, Action<InputException> onBad) => Read(parse, file, Answered(target, onBad));

    /// <summary>The examples of a file, lazily; unlabelled where it has no label column. A row that cannot be read is an error.</summary>
    public IEnumerable<Example> Read(ParseResult parse, string file, string target) => Read(parse, file, Options(target));

    private IEnumerable<Example> Read(ParseResult parse, string file, ReadOptions options)
    {
        var plain = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        var isText = parse.GetValue(format) == "text" || (parse.GetValue(format) == "auto" && plain.EndsWith(".txt", StringComparison.OrdinalIgnoreCase));
        return ExampleReader.Read(Source(parse, file, isText), ".", options);
    }

    private SourceRecipe Source(ParseResult parse, string path, bool isText) => new()
    {
        Path = path,
        Format = isText ? "text" : parse.GetRequiredValue(format),
        Text = parse.GetRequiredValue(text),
        Pair = parse.GetRequiredValue(pair),
        Label = isText ? "" : parse.GetRequiredValue(label),
        Id = parse.GetRequiredValue(id),
    };

    private static ReadOptions Options(string target) => new() { Target = target, LabelOptional = true };

    /// <summary>Every line and every row that can be read gets an answer.</summary>
    private static ReadOptions Answered(string target, Action<InputException> onBad) => Options(target) with { EveryLine = true, OnBadRow = onBad };
}
