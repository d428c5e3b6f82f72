using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Spans;

namespace FineGrain.Data.Reading;

/// <summary>Reads the examples of one source of a recipe: CSV, TSV, JSON Lines, Parquet, labelled lines, one-class text, sentiment trees or a format of spans, plain or gzip.</summary>
public static class ExampleReader
{
    /// <summary>
    /// The examples of <paramref name="source"/>, lazily and in file order, with column mapping, label map and loss factor applied. Text stays as it
    /// stands in the file. A source with an empty <c>label</c> is unlabelled.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="rootFolder">Folder that a relative path starts from.</param>
    /// <param name="options">Target kind, and what happens to bad rows; null is a single label and an error at the first bad row.</param>
    /// <exception cref="InputException">At the row that cannot be read, with file:line; or for the file as a whole.</exception>
    public static IEnumerable<Example> Read(SourceRecipe source, string rootFolder, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Examples(source, new SourceFile(Path.Combine(rootFolder, source.Path), source.Path, options.OnBadRow), options);
    }

    /// <summary>The same from plain bytes that arrive, such as standard input; <c>path</c> of the source only names them in ids and messages.</summary>
    /// <param name="source">The source; its format is any but json, parquet and brat.</param>
    /// <param name="stream">The bytes; stays open.</param>
    /// <param name="options">As for a file.</param>
    /// <exception cref="InputException">As for a file; or the format needs a file: Parquet is read from its end.</exception>
    public static IEnumerable<Example> Read(SourceRecipe source, Stream stream, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        if (FormatOf(source) == "brat") throw new InputException(source.Path, "brat standoff is a folder of files, which a stream is not. Name the folder.");
        if (FormatOf(source) == "json") throw new InputException(source.Path, "format json is one document, which is read as a whole. Write it to a file first, or use jsonl.");
        if (FormatOf(source) == "parquet") throw new InputException(source.Path, "Parquet is read from its end, which a stream does not show. Write it to a file first.");
        return Examples(source, new SourceFile(source.Path, source.Path, options.OnBadRow, stream), options);
    }

    private static IEnumerable<Example> Examples(SourceRecipe source, SourceFile file, ReadOptions options) =>
        FormatOf(source) == "examples" ? ExampleFile.Read(file)
        : SpanFormats.Names.Contains(FormatOf(source)) ? SpanFormats.Read(source, file, options) : Mapped(source, file, options);

    private static IEnumerable<Example> Mapped(SourceRecipe source, SourceFile file, ReadOptions options)
    {
        var mapping = new RowMapping(source, options, file, ragged: FormatOf(source) == "jsonl");
        foreach (var row in Rows(source, file, options.EveryLine))
            if (mapping.Map(row) is { } example)
                yield return example;
    }

    /// <summary>The format that <c>auto</c> stands for, by the extension before <c>.gz</c>; <c>.txt</c> is <c>text</c> when the label is given ('=name'), else <c>lines</c>.</summary>
    /// <exception cref="InputException">The extension says nothing.</exception>
    public static string FormatOf(SourceRecipe source)
    {
        if (source.Format != "auto") return source.Format;
        var path = source.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? source.Path[..^3] : source.Path;
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => "csv",
            ".TSV" or ".TAB" => "tsv",
            ".JSONL" or ".NDJSON" => "jsonl",
            ".PARQUET" => "parquet",
            ".CONLL" or ".BIO" or ".BMES" => "conll",
            ".TXT" => source.Label.StartsWith('=') || source.Label.Length == 0 ? "text" : "lines",
            var other => throw new InputException(source.Path, $"the extension '{other}' does not tell the format. Set 'format' to csv, tsv, jsonl, json, parquet, lines, text, trees or one of the formats of spans: {string.Join(", ", SpanFormats.Names)}."),
        };
    }

    /// <summary>Every format by name, auto first.</summary>
    public static IReadOnlyCollection<string> Formats => ["auto", "csv", "tsv", "jsonl", "json", "parquet", "lines", "text", "trees", "examples", .. SpanFormats.Names];

    internal static IEnumerable<RawRow> Rows(SourceRecipe source, SourceFile file, bool everyLine = false) => FormatOf(source) switch
    {
        "csv" => DelimitedRows.Of(source, "csv", file).Read(),
        "tsv" => DelimitedRows.Of(source, "tsv", file).Read(),
        "jsonl" => new JsonRows(file).Read(),
        "json" => new JsonPathRows(file, source).Read(),
        "parquet" => new ParquetRows(file).Read(),
        "lines" => new LineRows(file, source).Labelled(),
        "text" => new LineRows(file, source).Texts(everyLine),
        "trees" => new TreeRows(file, source).Read(),
        var unknown => throw new InputException(source.Path, $"format '{unknown}' is not known. {Nearest.Hint(unknown, Formats)}"),
    };
}
