using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Reading;

/// <summary><c>examples.jsonl</c>, the file between preparation and training: one <see cref="Example"/> a line, plain or gzip when read.</summary>
public static class ExampleFile
{
    /// <summary>The examples of a file, lazily; blank lines are skipped.</summary>
    /// <exception cref="InputException">At the line that is not an example.</exception>
    public static IEnumerable<Example> Read(string path)
    {
        return Read(new SourceFile(path, path, onBadRow: null));
    }

    /// <summary>The same of a source.</summary>
    internal static IEnumerable<Example> Read(SourceFile file)
    {
        foreach (var line in file.Lines())
            if (!string.IsNullOrWhiteSpace(line.Text) && Parse(file, line) is { } example)
                yield return example;
    }

    /// <summary>Writes <paramref name="examples"/> whole or not at all, one at a time.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, IEnumerable<Example> examples) => FileWriting.Atomically(path, stream => Write(stream, examples));

    /// <summary>Writes <paramref name="examples"/> to a stream, which stays open.</summary>
    public static void Write(Stream stream, IEnumerable<Example> examples)
    {
        foreach (var example in examples)
        {
            JsonSerializer.Serialize(stream, example, CoreJson.Line.Example);
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>One example as its line, without the newline; the bytes behind the data hash.</summary>
    internal static byte[] Line(Example example) => JsonSerializer.SerializeToUtf8Bytes(example, CoreJson.Line.Example);

    /// <summary>The example of a line; null where it is none and the caller collects such lines.</summary>
    private static Example? Parse(SourceFile file, TextLine line)
    {
        try
        {
            if (JsonSerializer.Deserialize(line.Text, CoreJson.Line.Example) is { } example) return example;
            file.Bad(line.Number, "an example is expected, found null.");
        }
        catch (JsonException e)
        {
            file.Bad(line.Number, $"not an example: {e.Message}", e);
        }
        return null;
    }
}
