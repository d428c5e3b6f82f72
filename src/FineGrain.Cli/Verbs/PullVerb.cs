using System.CommandLine;
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
            var progress = new DownloadLines(terminal);
            var folder = await HubCheckpoint.ResolveAsync(parse.GetRequiredValue(id), new() { Refresh = parse.GetValue(refresh) }, progress, terminal.Stop).ConfigureAwait(false);
            progress.End();
            terminal.Out.WriteLine(folder);
            return ExitCode.Done;
        });
        return verb;
    }
}
