using System.Text;
using FineGrain.Core;
using FineGrain.Data.Spans.Brat;
using FineGrain.Data.Spans.Showing;

namespace FineGrain.Data.Spans;

/// <summary>Writes files of spans.</summary>
public static class SpanFile
{
    /// <summary>
    /// Writes <paramref name="examples"/> whole or not at all, one at a time: a file, or for brat a folder. An example that the format cannot say is left out and
    /// handed to <paramref name="onLost"/>; null throws at the first.
    /// </summary>
    /// <returns>Examples written.</returns>
    /// <exception cref="InputException">The place cannot be written, or the format not be used for writing.</exception>
    public static int Write(string format, string path, IEnumerable<Example> examples, SpanWriteOptions? options = null, Action<InputException>? onLost = null)
    {
        var count = 0;
        if (format == "brat") FileWriting.FolderAtomically(path, folder => count = All(new BratWriter(folder), examples, onLost),
            old => Directory.EnumerateFiles(old, "*", SearchOption.AllDirectories).All(f => Path.GetExtension(f) is ".txt" or ".ann" or ".conf"));
        else FileWriting.Atomically(path, stream => count = Write(format, stream, examples, options, onLost));
        return count;
    }

    /// <summary>The same to a stream, which stays open; not for brat.</summary>
    public static int Write(string format, Stream stream, IEnumerable<Example> examples, SpanWriteOptions? options = null, Action<InputException>? onLost = null)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (format == "html") return Page(text, examples);
        return All(SpanFormats.Writer(format, stream, text, options ?? new()), examples, onLost);
    }

    private static int Page(StreamWriter text, IEnumerable<Example> examples)
    {
        using var page = new HtmlShowing(text, "annotated texts");
        var count = 0;
        foreach (var example in examples)
        {
            page.Write(ShownText.Of(example));
            count++;
        }
        return count;
    }

    private static int All(ISpanWriter writer, IEnumerable<Example> examples, Action<InputException>? onLost)
    {
        var count = 0;
        foreach (var example in examples)
        {
            try
            {
                writer.Write(example);
                count++;
            }
            catch (FormatException e)
            {
                var error = new InputException(example.Source ?? example.Id, $"{e.Message}.", e);
                if (onLost is null) throw error;
                onLost(error);
            }
        }
        return count;
    }
}
