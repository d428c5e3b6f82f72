using System.Net;
using System.Net.Http.Headers;
using FineGrain.Core;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>Requests to a hub. Follows redirects itself: the checksum and the commit stand in the hub's answer, the bytes come from elsewhere.</summary>
internal sealed class HubClient(HubOptions options) : IDisposable
{
    private const int MaxRedirects = 10;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = options.Patience })
    {
        Timeout = Timeout.InfiniteTimeSpan, // silence is measured read by read: a large file may take hours
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("finegrain", "0.1") } },
    };

    /// <summary>Address of one file.</summary>
    public Uri AddressOf(HubId id, string file)
    {
        var root = options.Endpoint.AbsoluteUri.TrimEnd('/');
        return new Uri($"{root}/{id.Repository}/resolve/{Uri.EscapeDataString(id.Revision)}/{Uri.EscapeDataString(file)}");
    }

    /// <summary>Sends one request.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="address">From <see cref="AddressOf"/>.</param>
    /// <param name="from">First byte wanted; 0 for all.</param>
    /// <param name="tag">The rest is wanted only of the content with this tag.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>An answer of status 200, 206, 404, 405 or 416; the body is not read yet.</returns>
    /// <exception cref="HubInterruption">Worth another try.</exception>
    /// <exception cref="InputException">Refused.</exception>
    public async Task<HubResponse> Send(HttpMethod method, Uri address, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        string? checksum = null, linked = null, commit = null;
        var target = address;
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            var message = await SendOnce(method, target, from, tag, cancellation).ConfigureAwait(false);
            linked ??= Header(message, "X-Linked-ETag");
            commit ??= Header(message, "X-Repo-Commit");
            // Where the hub hands on to a store, that store's own tag says nothing of the content; the hub's does.
            if (target.Host == options.Endpoint.Host && target.Port == options.Endpoint.Port) checksum = Header(message, "ETag") ?? checksum;
            if (message.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect))
                return Judge(address, new HubResponse(message, Bare(linked ?? checksum), commit, Header(message, "X-Error-Code")));
            var location = message.Headers.Location;
            message.Dispose();
            if (location is null) throw new InputException(address.AbsoluteUri, "redirects without saying where to. Check FINEGRAIN_HUB.");
            var next = new Uri(target, location);
            if (next.Scheme != target.Scheme && next.Scheme != Uri.UriSchemeHttps)
                throw new InputException(address.AbsoluteUri, $"redirects from {target.Scheme} to {next.Scheme}; refused. Check FINEGRAIN_HUB.");
            target = next;
        }
        throw new InputException(address.AbsoluteUri, $"redirects more than {MaxRedirects} times. Check FINEGRAIN_HUB.");
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendOnce(HttpMethod method, Uri target, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, target);
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        if (from > 0 && tag is not null) request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        if (options.Token is not null && target.Authority == options.Endpoint.Authority && target.Scheme == options.Endpoint.Scheme)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.Patience);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new HubInterruption($"cannot be reached: {e.Message}", e) { Final = e.HttpRequestError == HttpRequestError.NameResolutionError };
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HubInterruption($"did not answer within {options.Patience.TotalSeconds:0.#} s", e);
        }
    }

    private static HubResponse Judge(Uri address, HubResponse response)
    {
        if (response.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.RequestedRangeNotSatisfiable)
            return response;
        using (response)
        {
            var status = (int)response.Status;
            if (status is 401 or 403)
                throw new InputException(address.AbsoluteUri, $"is refused with status {status}{Reason(response)}. The repository does not exist, is private, or asks you to accept its " +
                    "terms on the hub's site first. Check the spelling; for a private or gated one set HF_TOKEN to an access token.");
            if (status is 408 or 429 or >= 500)
                throw new HubInterruption($"answers with status {status}{Reason(response)}") { RetryAfter = response.Message.Headers.RetryAfter?.Delta };
            throw new InputException(address.AbsoluteUri, $"answers with status {status}{Reason(response)}, which a hub does not. Check FINEGRAIN_HUB.");
        }
    }

    private static string Reason(HubResponse response) => response.Error is { } code ? $" ({code})" : "";

    private static string? Header(HttpResponseMessage message, string name) =>
        message.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>An entity tag without its quotes and weakness mark.</summary>
    private static string? Bare(string? tag) => tag is null ? null : (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
}
