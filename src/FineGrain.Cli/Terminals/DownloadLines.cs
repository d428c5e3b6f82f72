using System.Globalization;
using FineGrain.Models.HuggingFace.Hub;

namespace FineGrain.Cli.Terminals;

/// <summary>Progress of downloads on standard error: one line a file, rewritten in place on a terminal.</summary>
internal sealed class DownloadLines(Terminal terminal) : IProgress<HubProgress>
{
    private readonly Lock gate = new();
    private string? file;
    private DateTime shown;

    public void Report(HubProgress value)
    {
        lock (gate)
        {
            var done = value.Done == value.Total;
            if (!done && file == value.File && DateTime.UtcNow - shown < TimeSpan.FromMilliseconds(terminal.Interactive ? 200 : 10_000)) return;
            if (file is not null && file != value.File && terminal.Interactive) terminal.Error.WriteLine();
            (file, shown) = (value.File, DateTime.UtcNow);
            var line = string.Create(CultureInfo.InvariantCulture, $"{value.File}  {value.Done / 1e6:0.0}{(value.Total is { } total ? $" of {total / 1e6:0.0}" : "")} MB");
            if (terminal.Interactive) terminal.Error.Write($"\r{line}   ");
            else terminal.Error.WriteLine(line);
        }
    }

    /// <summary>Ends the line that is being rewritten.</summary>
    public void End()
    {
        lock (gate)
            if (file is not null && terminal.Interactive) terminal.Error.WriteLine();
    }
}
