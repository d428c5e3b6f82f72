using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace FineGrain.Models.Tests.HuggingFace.Hub;

/// <summary>A hub on a local port, with the headers of the real one and faults on demand. One connection, one answer.</summary>
internal sealed class LocalHub : IDisposable
{
    public const string Commit = "1f2e3d4c5b6a79880716253443526170f0e1d2c3";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();

    public LocalHub()
    {
        listener.Start();
        _ = Task.Run(Accept);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Files of the repository team/tiny.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Files that the hub hands on to a store, with X-Linked-ETag = SHA-256; the others carry their git blob SHA-1.</summary>
    public ISet<string> Stored { get; } = new HashSet<string>();

    /// <summary>Called before each answer; what it returns is sent instead (null: the normal answer).</summary>
    public Func<Request, Answer?>? Fault { get; set; }

    /// <summary>Every request so far.</summary>
    public ConcurrentQueue<Request> Requests { get; } = new();

    public sealed record Request(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
    {
        public string File => Path[(Path.LastIndexOf('/') + 1)..];
        public bool FromStore => Path.StartsWith("/store/", StringComparison.Ordinal);
    }

    /// <param name="Status">Status code.</param>
    /// <param name="Body">Body; Content-Length is its length unless <paramref name="Headers"/> says otherwise.</param>
    /// <param name="Headers">Further headers.</param>
    /// <param name="CutAfter">The connection ends after this many bytes of the body.</param>
    public sealed record Answer(int Status, byte[] Body, IReadOnlyDictionary<string, string>? Headers = null, int? CutAfter = null);

    /// <summary>The answer of a hub without faults.</summary>
    public Answer Normal(Request request)
    {
        var headers = new Dictionary<string, string> { ["X-Repo-Commit"] = Commit };
        if (!request.Path.StartsWith("/team/tiny/resolve/", StringComparison.Ordinal) && !request.FromStore) return new(404, [], new Dictionary<string, string> { ["X-Error-Code"] = "RepoNotFound" });
        if (!Files.TryGetValue(request.File, out var content)) return new(404, [], new Dictionary<string, string> { ["X-Error-Code"] = "EntryNotFound" });
        if (Stored.Contains(request.File) && !request.FromStore)
        {
            headers["X-Linked-ETag"] = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
            headers["Location"] = $"/store/{request.File}";
            return new(302, [], headers);
        }
        if (request.FromStore) headers.Remove("X-Repo-Commit");
        headers["ETag"] = request.FromStore ? $"\"store-{Sha1(content)[..8]}\"" : $"\"{Sha1([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content])}\"";
        var fits = !request.Headers.TryGetValue("If-Range", out var tag) || tag == headers["ETag"];
        if (fits && request.Headers.TryGetValue("Range", out var range))
        {
            var from = int.Parse(range["bytes=".Length..].TrimEnd('-'));
            if (from >= content.Length) return new(416, []);
            headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
            return new(206, content[from..], headers);
        }
        return new(200, content, headers);
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
    }

    private async Task Accept()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            _ = Task.Run(() => Serve(client));
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var owned = client;
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (await reader.ReadLineAsync() is not { Length: > 0 } first) return;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        var request = new Request(first.Split(' ')[0], Uri.UnescapeDataString(first.Split(' ')[1]), headers);
        Requests.Enqueue(request);
        var answer = Fault?.Invoke(request) ?? Normal(request);
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} X\r\nConnection: close\r\nContent-Length: {answer.Body.Length}\r\n");
        foreach (var (name, value) in answer.Headers ?? new Dictionary<string, string>()) head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n"));
        if (request.Method != "HEAD") await stream.WriteAsync(answer.Body.AsMemory(0, answer.CutAfter ?? answer.Body.Length));
    }

#pragma warning disable CA5350 // git's own checksum
    private static string Sha1(byte[] bytes) => Convert.ToHexStringLower(SHA1.HashData(bytes));
#pragma warning restore CA5350
}
