using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Spans;
using FineGrain.Data.Spans.Showing;
using FineGrain.Inference;

namespace FineGrain.Cli.Pipeline;

/// <summary>Writes answers in the form that was asked for: lines of JSON, marked texts in the terminal, a page, or a format of spans for other tools.</summary>
internal static class Answers
{
    /// <summary>Every form, the default first.</summary>
    public static readonly string[] Formats = ["jsonl", "terminal", "html", "conll", "brat", "inline", "span-jsonl"];

    /// <summary>Writes all <paramref name="predictions"/> to a file (for brat a folder), or to standard output.</summary>
    /// <returns>An exit code: bad input where the format could not say every answer.</returns>
    public static int Write(string format, string? path, IEnumerable<Prediction> predictions, Terminal terminal)
    {
        if (format == "jsonl" && path is not null) PredictionFile.Write(path, predictions);
        else if (format is "jsonl" or "terminal" or "html")
        {
            if (path is not null) FileWriting.Atomically(path, stream => Show(format, stream, predictions, color: false));
            else
            {
                // Small enough that answers appear soon, large enough that a corpus is not written byte by byte.
                var buffer = new BufferedStream(terminal.Output, 1 << 14);
                Show(format, buffer, predictions, terminal.Color);
                buffer.Flush(); // not disposed: standard output is the terminal's
            }
        }
        else return Convert(format, path, predictions.Select(PredictedExample.Of), terminal);
        return ExitCode.Done;
    }

    private static void Show(string format, Stream stream, IEnumerable<Prediction> predictions, bool color)
    {
        if (format == "jsonl")
        {
            using var writer = new PredictionWriter(stream);
            foreach (var prediction in predictions) writer.Write(prediction);
            return;
        }
        using var text = new StreamWriter(stream, new System.Text.UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (format == "terminal")
        {
            var lines = new TerminalShowing(text, color);
            foreach (var prediction in predictions) lines.Write(ShownText.Of(prediction));
            return;
        }
        using var page = new HtmlShowing(text, "FineGrain predictions");
        foreach (var prediction in predictions) page.Write(ShownText.Of(prediction));
    }

    private static int Convert(string format, string? path, IEnumerable<Example> examples, Terminal terminal)
    {
        var lost = 0;
        void Lost(InputException error)
        {
            lost++;
            terminal.Error.WriteLine(error.Message);
        }
        if (path is not null) SpanFile.Write(format, path, examples, onLost: Lost);
        else SpanFile.Write(format, terminal.Output, examples, onLost: Lost);
        return lost == 0 ? ExitCode.Done : ExitCode.BadInput;
    }
}
