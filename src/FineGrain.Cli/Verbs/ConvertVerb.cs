using System.CommandLine;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Data.Spans;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Spans.Tags;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain data convert</c>: reads one format of spans and writes another.</summary>
internal static class ConvertVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("convert", "Reads annotated text in one format of spans and writes it in another; says what it found, and what it had to leave out.",
            "finegrain data convert eng.train.gz --from conll --to brat --out brat/\nfinegrain data convert train.bmes --from conll --to conll --to-scheme iob2 --out train.iob2\nfinegrain data convert brat/ --from brat --to html --out gold.html");
        var input = new Argument<string>("input") { Description = "The file, plain or .gz, or the folder of brat." };
        var from = new Option<string>("--from") { Description = "Format of the input.", Required = true };
        var to = new Option<string>("--to") { Description = "Format of the output.", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "File or, for brat, folder to write; appears when it is complete.", Required = true, HelpName = "PATH" };
        var scheme = new Option<string>("--scheme") { Description = "Tag scheme of the input; auto finds and states it.", DefaultValueFactory = _ => "auto" };
        var joiner = new Option<string>("--joiner") { Description = "What stands between two tokens of the input: auto, space, none, cjk or text.", DefaultValueFactory = _ => "auto" };
        var toScheme = new Option<string>("--to-scheme") { Description = "Tag scheme of the output.", DefaultValueFactory = _ => "iob2" };
        var toJoiner = new Option<string>("--to-joiner") { Description = "What rebuilds the text from the output's tokens: text writes it as a comment, which any text survives; space, none and cjk do not write it.", DefaultValueFactory = _ => "" };
        var column = new Option<int>("--tag-column") { Description = "Column of the tag, from 1; 0 is the last." };
        var delimiter = new Option<string>("--delimiter") { Description = "Delimiter of the input's columns.", DefaultValueFactory = _ => "" };
        var broken = new Option<string>("--broken") { Description = "Tags that break the scheme: error or repair.", DefaultValueFactory = _ => "error" };
        var offsets = new Option<string>("--offsets") { Description = "What offsets of the input count: utf16 or codepoints.", DefaultValueFactory = _ => "utf16" };
        var spans = new Option<string>("--spans") { Description = "What the labels of the input's spans are: entities or aspects.", DefaultValueFactory = _ => "entities" };
        from.AcceptOnlyFromAmong([.. SpanFormats.Names]);
        to.AcceptOnlyFromAmong([.. SpanFormats.Written]);
        scheme.AcceptOnlyFromAmong(["auto", .. TagScheme.All.Select(s => s.Name)]);
        joiner.AcceptOnlyFromAmong("auto", "space", "none", "cjk", "text");
        toScheme.AcceptOnlyFromAmong([.. TagScheme.All.Select(s => s.Name)]);
        toJoiner.AcceptOnlyFromAmong("", "space", "none", "cjk", "text");
        broken.AcceptOnlyFromAmong("error", "repair");
        offsets.AcceptOnlyFromAmong("utf16", "codepoints");
        spans.AcceptOnlyFromAmong("entities", "aspects");
        verb.Add(input);
        foreach (var option in (Option[])[from, to, output, scheme, joiner, toScheme, toJoiner, column, delimiter, broken, offsets, spans]) verb.Add(option);
        verb.SetAction(parse =>
        {
            var source = new SourceRecipe
            {
                Path = parse.GetRequiredValue(input),
                Format = parse.GetRequiredValue(from),
                Scheme = parse.GetRequiredValue(scheme),
                Joiner = parse.GetRequiredValue(joiner),
                TagColumn = parse.GetValue(column),
                Delimiter = parse.GetRequiredValue(delimiter),
                Broken = parse.GetRequiredValue(broken),
                Offsets = parse.GetRequiredValue(offsets),
                Spans = parse.GetRequiredValue(spans),
            };
            var (format, path) = (parse.GetRequiredValue(to), parse.GetRequiredValue(output));
            var lost = 0;
            void Lost(InputException error)
            {
                lost++;
                terminal.Error.WriteLine(error.Message);
            }
            var examples = ExampleReader.Read(source, "", new() { OnBadRow = Lost, OnNote = terminal.Error.WriteLine }).Select(e => Stoppable(e, terminal));
            var written = SpanFile.Write(format, path, examples, new() { Scheme = TagScheme.Named(parse.GetRequiredValue(toScheme)), Joiner = JoinerOf(parse.GetRequiredValue(toJoiner), format) }, Lost);
            terminal.Out.WriteLine($"{written} texts in {path}{(lost == 0 ? "" : $"; {lost} left out, see above")}");
            return lost == 0 ? ExitCode.Done : ExitCode.BadInput;
        });
        return verb;
    }

    private static Example Stoppable(Example example, Terminal terminal)
    {
        terminal.Stop.ThrowIfCancellationRequested();
        return example;
    }

    /// <summary>What was asked for; else a comment with the text where the format has room for one, and spaces where it has not.</summary>
    private static TextJoiner? JoinerOf(string name, string format) => name switch
    {
        "text" => null,
        "" => format is "conll" or "aspect-bio" ? null : TextJoiner.Space,
        _ => TextJoiner.Named(name),
    };
}
