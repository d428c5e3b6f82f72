using System.CommandLine;
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
    private readonly Option<string> format = new("--format") { Description = "File format; auto goes by the extension.", DefaultValueFactory = _ => "auto" };

    public void AddTo(Verb verb)
    {
        format.AcceptOnlyFromAmong("auto", "csv", "tsv", "jsonl", "parquet", "text");
        foreach (var option in (Option[])[text, pair, label, id, format]) verb.Add(option);
    }

    /// <summary>The examples of a file, lazily; unlabelled where it has no label column.</summary>
    public IEnumerable<Example> Read(ParseResult parse, string file, string target)
    {
        var plain = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        var isText = parse.GetValue(format) == "text" || (parse.GetValue(format) == "auto" && plain.EndsWith(".txt", StringComparison.OrdinalIgnoreCase));
        var source = new SourceRecipe
        {
            Path = file,
            Format = isText ? "text" : parse.GetRequiredValue(format),
            Text = parse.GetRequiredValue(text),
            Pair = parse.GetRequiredValue(pair),
            Label = isText ? "" : parse.GetRequiredValue(label),
            Id = parse.GetRequiredValue(id),
        };
        return ExampleReader.Read(source, ".", new() { Target = target, LabelOptional = true });
    }
}
