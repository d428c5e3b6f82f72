using System.CommandLine;
using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Models.HuggingFace.Hub;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain pull</c>: fetches a pretrained checkpoint into the cache.</summary>
internal static class PullVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("pull", "Downloads a checkpoint in Hugging Face layout into the cache (resumed, checksummed) and prints its folder.",
            "finegrain pull google-bert/bert-base-chinese\nFINEGRAIN_HUB=https://hub.example.org finegrain pull my/model@v2 --refresh");
        var id = new Argument<string>("id") { Description = "owner/name, optionally with @revision; or a folder." };
        var refresh = new Option<bool>("--refresh") { Description = "Ask the hub for a newer commit although the cache holds one." };
        verb.Add(id);
        verb.Add(refresh);
        verb.SetAction(async (parse, _) =>
        {
            var progress = new HubProgressLines(terminal);
            var folder = await HubCheckpoint.ResolveAsync(parse.GetRequiredValue(id), new() { Refresh = parse.GetValue(refresh) }, progress, terminal.Stop).ConfigureAwait(false);
            progress.End();
            terminal.Out.WriteLine(folder);
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>One line a file on standard error, rewritten in place on a terminal.</summary>
    private sealed class HubProgressLines(Terminal terminal) : IProgress<HubProgress>
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

        public void End()
        {
            lock (gate)
                if (file is not null && terminal.Interactive) terminal.Error.WriteLine();
        }
    }
}
