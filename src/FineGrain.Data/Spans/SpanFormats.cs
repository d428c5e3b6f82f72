using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Data.Spans.Aspects;
using FineGrain.Data.Spans.Brat;
using FineGrain.Data.Spans.Columns;
using FineGrain.Data.Spans.Inline;
using FineGrain.Data.Spans.Json;

namespace FineGrain.Data.Spans;

/// <summary>The formats of text with marked stretches. A new one is a line in each list here, a reader and a writer.</summary>
public static class SpanFormats
{
    private static readonly Dictionary<string, Func<SpanSource, IEnumerable<Example>>> Readers = new(StringComparer.Ordinal)
    {
        ["conll"] = s => new ColumnReader(s).Read(),
        ["span-jsonl"] = s => new SpanJsonReader(s).Read(),
        ["cluener"] = s => new CluenerReader(s).Read(),
        ["brat"] = s => new BratReader(s).Read(),
        ["inline"] = s => new InlineReader(s).Read(),
        ["three-line"] = s => new ThreeLineReader(s).Read(),
        ["aspect-bio"] = s => new AspectBioReader(s).Read(),
        ["aste"] = s => new AsteReader(s).Read(),
        ["asap"] = s => new AsapReader(s).Read(),
    };

    private static readonly Dictionary<string, Func<Stream, TextWriter, SpanWriteOptions, ISpanWriter>> Writers = new(StringComparer.Ordinal)
    {
        ["conll"] = (_, text, options) => new ColumnWriter(text, options),
        ["span-jsonl"] = (stream, _, _) => new SpanJsonWriter(stream),
        ["cluener"] = (stream, _, _) => new CluenerWriter(stream),
        ["inline"] = (_, text, _) => new InlineWriter(text),
        ["three-line"] = (_, text, options) => new ThreeLineWriter(text, options),
        ["aspect-bio"] = (_, text, options) => new AspectBioWriter(text, options),
        ["aste"] = (_, text, options) => new AsteWriter(text, options),
        ["asap"] = (_, text, _) => new AsapWriter(text),
    };

    /// <summary>Names of the formats that can be read.</summary>
    public static IReadOnlyCollection<string> Names => Readers.Keys;

    /// <summary>Names of the formats that can be written.</summary>
    public static IReadOnlyCollection<string> Written => [.. Writers.Keys, "brat", "html"];

    internal static ISpanWriter Writer(string format, Stream stream, TextWriter text, SpanWriteOptions options) => Writers.TryGetValue(format, out var writer)
        ? writer(stream, text, options)
        : throw new InputException("format", format == "brat" ? "brat is a folder of files and cannot be written to a stream. Name a folder." : $"'{format}' cannot be written. {Nearest.Hint(format, Written)}");

    internal static IEnumerable<Example> Read(SourceRecipe recipe, SourceFile file, ReadOptions options) => Readers[recipe.Format == "auto" ? ExampleReader.FormatOf(recipe) : recipe.Format](new SpanSource(recipe, file, options));
}
