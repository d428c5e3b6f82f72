using System.Net;
using System.Net.Http.Headers;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>The last answer of a chain of redirects, with what the hub said on the way.</summary>
/// <param name="Message">The answer; owned.</param>
/// <param name="Checksum">Content checksum: <c>X-Linked-ETag</c> (SHA-256 of a large file) or the hub's own ETag (git blob SHA-1); null where none was sent.</param>
/// <param name="Commit"><c>X-Repo-Commit</c>: the commit behind a branch name.</param>
/// <param name="Error"><c>X-Error-Code</c> of a refusal.</param>
internal sealed record HubResponse(HttpResponseMessage Message, string? Checksum, string? Commit, string? Error) : IDisposable
{
    /// <summary>Status of the last answer.</summary>
    public HttpStatusCode Status => Message.StatusCode;

    /// <summary>ETag of the last answer, for If-Range; null when weak or absent.</summary>
    public EntityTagHeaderValue? StrongTag => Message.Headers.ETag is { IsWeak: false } tag ? tag : null;

    /// <inheritdoc/>
    public void Dispose() => Message.Dispose();
}
