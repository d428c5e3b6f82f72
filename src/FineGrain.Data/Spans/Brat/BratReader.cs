using System.Text;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Spans.Brat;

/// <summary>
/// Reads <c>format: brat</c>: a folder, with its folders, of NAME.txt and NAME.ann (brat standoff), or one such .txt file. The text of a file is one example.
/// An annotation of type Aspect with the attribute Polarity is an aspect, one of type Opinion that a relation joins to it makes a triplet.
/// </summary>
internal sealed class BratReader(SpanSource source)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>One example a file, by name, lazily.</summary>
    /// <exception cref="InputException">Neither a folder nor a file is there, or the folder has no .txt.</exception>
    public IEnumerable<Example> Read()
    {
        var skipped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in Texts())
            if (Document(path, skipped) is { } example)
                yield return example;
        if (skipped.Count > 0) source.Note($"not read, since no example holds them: {string.Join(", ", skipped.Select(s => $"{s.Value} {s.Key}"))}");
    }

    private List<string> Texts()
    {
        var path = source.File.Path;
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new InputException(source.File.Name, $"there is no folder or file '{System.IO.Path.GetFullPath(path)}'. Name a folder of .txt and .ann files, or one .txt.");
        var texts = Directory.EnumerateFiles(path, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return texts.Count > 0 ? texts : throw new InputException(source.File.Name, "the folder has no .txt file.");
    }

    private Example? Document(string path, SortedDictionary<string, int> skipped)
    {
        var name = NameOf(path);
        var annotations = System.IO.Path.ChangeExtension(path, ".ann");
        var file = new SourceFile(annotations, $"{name}.ann", e => source.File.Pass(e));
        try
        {
            var text = Strict.GetString(ReadAll(path));
            if (text.StartsWith('\uFEFF')) text = text[1..];
            if (!File.Exists(annotations)) source.Note($"{name}.ann is missing: the text has no spans");
            var read = new BratAnnotations(file, text, skipped);
            if (File.Exists(annotations)) read.Read();
            return source.Build(name, 1, () => read.Example(source, BratNames.IdOf(IdOf(path))));
        }
        catch (DecoderFallbackException e)
        {
            source.File.Pass(new InputException($"{name}.txt", $"byte {e.Index + 1} is not UTF-8. Convert the file, e.g. 'iconv -f gb18030 -t utf-8'.", e));
            return null;
        }
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {e.Message}", e);
        }
    }

    private string NameOf(string path) => File.Exists(source.File.Path) ? System.IO.Path.ChangeExtension(source.File.Name, null) : $"{source.File.Name.TrimEnd('/', '\\')}/{IdOf(path)}";

    private string IdOf(string path) => File.Exists(source.File.Path)
        ? System.IO.Path.GetFileNameWithoutExtension(path)
        : System.IO.Path.ChangeExtension(System.IO.Path.GetRelativePath(source.File.Path, path), null).Replace('\\', '/');
}
