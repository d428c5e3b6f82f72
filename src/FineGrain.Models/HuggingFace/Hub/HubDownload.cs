using System.Net;
using FineGrain.Core;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>
/// Fetches one file: into <c>name.partial</c>, going on where an earlier download stopped, compared with the hub's checksum, then moved
/// into place. <c>name.partial.tag</c> remembers of which content the partial file is.
/// </summary>
internal sealed class HubDownload(HubClient client, HubOptions options, IProgress<HubProgress>? progress)
{
    private readonly HubRetry retry = new(options);

    /// <summary>Fetches <paramref name="file"/> to <paramref name="target"/>.</summary>
    /// <returns>False when the repository has no such file.</returns>
    /// <exception cref="InputException">The file cannot be had, arrives damaged twice, or cannot be written.</exception>
    public async Task<bool> Fetch(HubId id, string file, string target, CancellationToken cancellation)
    {
        var address = client.AddressOf(id, file);
        var partial = new PartialFile(target);
        for (var damaged = 0; damaged < 2; damaged++)
        {
            try
            {
                var (found, checksum) = await retry.Run(address.AbsoluteUri, () => Attempt(address, file, partial, cancellation), () => partial.Length, cancellation).ConfigureAwait(false);
                if (!found) return false;
                if (await ContentChecksum.Fits(partial.Path, checksum, cancellation).ConfigureAwait(false))
                {
                    partial.Complete(target);
                    return true;
                }
                partial.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException(target, $"cannot be written: {e.Message} Free space, or set FINEGRAIN_CACHE to another folder.", e);
            }
        }
        throw new InputException(address.AbsoluteUri, "arrived twice with another checksum than the hub announces. The mirror or a proxy damages it; try another FINEGRAIN_HUB.");
    }

    private async Task<(bool Found, string? Checksum)> Attempt(Uri address, string file, PartialFile partial, CancellationToken cancellation)
    {
        var (have, checksum, tag) = partial.Kept();
        using var response = await client.Send(HttpMethod.Get, address, have, tag, cancellation).ConfigureAwait(false);
        if (response.Status == HttpStatusCode.NotFound) return (false, null);
        var goesOn = response.Status == HttpStatusCode.PartialContent && have > 0 && response.Checksum == checksum
            && response.Message.Content.Headers.ContentRange?.From == have;
        if (!goesOn && response.Status != HttpStatusCode.OK)
        {
            partial.Delete(); // of another content, or longer than the file: the next try starts anew
            throw new HubInterruption($"does not go on at byte {have} (status {(int)response.Status})") { RetryAfter = TimeSpan.Zero };
        }
        if (!goesOn) have = 0;
        var total = response.Message.Content.Headers.ContentLength + have;
        var output = partial.Open(goesOn, response.Checksum, response.StrongTag);
        await using (output.ConfigureAwait(false))
        {
            await Copy(response.Message, output, done => progress?.Report(new(file, done, total)), cancellation).ConfigureAwait(false);
            output.Flush(flushToDisk: true);
            if (total is not null && output.Length != total) throw new HubInterruption($"ended after {output.Length} of {total} bytes");
        }
        return (true, response.Checksum);
    }

    private async Task Copy(HttpResponseMessage message, FileStream output, Action<long> report, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 17];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        report(output.Position);
        while (true)
        {
            int read;
            try
            {
                patience.CancelAfter(options.Patience);
                var body = await message.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
                read = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw new HubInterruption($"broke off after {output.Position} bytes: {e.Message}", e);
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw new HubInterruption($"fell silent for {options.Patience.TotalSeconds:0.#} s after {output.Position} bytes", e);
            }
            if (read == 0) return;
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            report(output.Position);
        }
    }
}
