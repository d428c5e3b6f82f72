using System.Net;
using FineGrain.Core;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>Turns the <c>checkpoint</c> of a recipe, a folder or a hub id, into a folder with its files.</summary>
public static class HubCheckpoint
{
    private static readonly string[] tokenizerFiles = ["tokenizer.json", "vocab.txt", "tokenizer_config.json", "merges.txt", "vocab.json"];

    /// <summary>The folder of a checkpoint; downloads what is not in the cache yet. Blocks; see <see cref="ResolveAsync"/>.</summary>
    /// <param name="idOrFolder">A folder, or <c>owner/name</c> or <c>name</c>, optionally with <c>@revision</c>.</param>
    /// <param name="options">Hub, cache and patience; null takes them from the environment.</param>
    /// <param name="progress">Hears of every piece that arrives, on another thread.</param>
    /// <returns>Full path of a folder with config.json, weights and tokenizer files.</returns>
    /// <exception cref="InputException">No such folder or repository, no connection, no safetensors weights, a damaged download, or a cache that cannot be written.</exception>
    public static string Resolve(string idOrFolder, HubOptions? options = null, IProgress<HubProgress>? progress = null) =>
        Task.Run(() => ResolveAsync(idOrFolder, options, progress)).GetAwaiter().GetResult();

    /// <summary>The folder of a checkpoint; downloads what is not in the cache yet.</summary>
    /// <param name="idOrFolder">As for <see cref="Resolve"/>.</param>
    /// <param name="options">Hub, cache and patience; null takes them from the environment.</param>
    /// <param name="progress">Hears of every piece that arrives, on another thread.</param>
    /// <param name="cancellation">Stops the download; what has arrived is kept for the next time.</param>
    /// <exception cref="InputException">As for <see cref="Resolve"/>.</exception>
    public static async Task<string> ResolveAsync(string idOrFolder, HubOptions? options = null, IProgress<HubProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(idOrFolder);
        if (Directory.Exists(idOrFolder)) return Path.GetFullPath(idOrFolder);
        var id = HubId.TryParse(idOrFolder)
            ?? throw new InputException(idOrFolder, "there is no such folder, and it is not a hub id either (owner/name, optionally @revision). Correct the path or the id.");
        options ??= new HubOptions();
        var cache = new HubCache(options, id);
        if (!options.Refresh && cache.Find() is { } hit) return hit;
        using var held = await cache.Lock(options.Clock, cancellation).ConfigureAwait(false);
        if (!options.Refresh && cache.Find() is { } made) return made; // by whom we waited for
        return await Download(id, options, cache, progress, cancellation).ConfigureAwait(false);
    }

    private static async Task<string> Download(HubId id, HubOptions options, HubCache cache, IProgress<HubProgress>? progress, CancellationToken cancellation)
    {
        using var client = new HubClient(options);
        var commit = await Commit(client, options, id, cancellation).ConfigureAwait(false);
        var folder = cache.Snapshot(commit ?? id.Revision);
        var pinned = commit is null ? id : id with { Revision = commit }; // all files of one commit, though the branch may move meanwhile
        var download = new HubDownload(client, options, progress);
        var files = new List<string>();

        async Task<bool> Fetch(string file)
        {
            var target = Path.Combine(folder, file);
            var here = commit is not null && File.Exists(target); // verified before it was moved there
            if (!here && !await download.Fetch(pinned, file, target, cancellation).ConfigureAwait(false)) return false;
            files.Add(file);
            return true;
        }

        if (!await Fetch(CheckpointFiles.Config).ConfigureAwait(false)) throw Missing(client, id, CheckpointFiles.Config);
        if (!await Fetch(CheckpointFiles.Weights).ConfigureAwait(false))
        {
            if (!await Fetch(CheckpointFiles.ShardIndex).ConfigureAwait(false))
                throw new InputException(id.ToString(), $"has neither {CheckpointFiles.Weights} nor {CheckpointFiles.ShardIndex}. {CheckpointFiles.BinRemedy}");
            foreach (var shard in CheckpointFiles.Shards(Path.Combine(folder, CheckpointFiles.ShardIndex)))
                if (!await Fetch(shard).ConfigureAwait(false)) throw Missing(client, id, shard);
        }
        foreach (var file in tokenizerFiles) await Fetch(file).ConfigureAwait(false);
        cache.Finish(folder, files);
        return folder;
    }

    /// <summary>The commit behind the revision; null when a mirror does not tell.</summary>
    private static Task<string?> Commit(HubClient client, HubOptions options, HubId id, CancellationToken cancellation)
    {
        var address = client.AddressOf(id, CheckpointFiles.Config);
        return new HubRetry(options).Run(address.AbsoluteUri, async () =>
        {
            using var response = await client.Send(HttpMethod.Head, address, 0, null, cancellation).ConfigureAwait(false);
            if (response.Status != HttpStatusCode.NotFound) return response.Commit is { Length: > 0 } commit && commit.All(char.IsAsciiLetterOrDigit) ? commit : null;
            throw new InputException(address.AbsoluteUri, response.Error switch
            {
                "RevisionNotFound" => $"the repository has no revision '{id.Revision}'. Correct what follows the '@'.",
                "EntryNotFound" => $"the repository has no {CheckpointFiles.Config}; it is no checkpoint in Hugging Face layout.",
                _ => $"is not there (status 404), nor is there a folder '{id}' here. Check the spelling of the id (owner/name) and FINEGRAIN_HUB.",
            });
        }, () => 0, cancellation);
    }

    private static InputException Missing(HubClient client, HubId id, string file) =>
        new(client.AddressOf(id, file).AbsoluteUri, $"is not there (status 404). The repository {id} lacks {file}; choose another revision or checkpoint.");
}
