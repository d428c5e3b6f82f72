using FineGrain.Core;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>Where a hub is, where its files are kept, and how patiently they are fetched.</summary>
public sealed record HubOptions
{
    /// <summary>Root address of the hub; default <c>FINEGRAIN_HUB</c>, else https://huggingface.co.</summary>
    /// <exception cref="InputException">On construction: FINEGRAIN_HUB is not an http or https address.</exception>
    public Uri Endpoint { get; init; } = DefaultEndpoint();

    /// <summary>Folder for downloads; default <c>FINEGRAIN_CACHE</c>, else <c>XDG_CACHE_HOME/finegrain</c>, else <c>~/.cache/finegrain</c>.</summary>
    public string CacheFolder { get; init; } = DefaultCache();

    /// <summary>Access token for gated and private repositories; default <c>HF_TOKEN</c>. Sent to <see cref="Endpoint"/> only, never to where it redirects.</summary>
    public string? Token { get; init; } = Variable("HF_TOKEN");

    /// <summary>Whether to ask the hub for a newer commit although the cache holds one.</summary>
    public bool Refresh { get; init; }

    /// <summary>Tries without progress before giving up; at least 1.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait before the second try; doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest silence of the server before a try counts as failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Clock of the waits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    private static Uri DefaultEndpoint()
    {
        var address = Variable("FINEGRAIN_HUB") ?? "https://huggingface.co";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? uri
            : throw new InputException("FINEGRAIN_HUB", $"is '{address}'; it must be an http or https address such as https://huggingface.co.");
    }

    private static string DefaultCache()
    {
        if (Variable("FINEGRAIN_CACHE") is { } own) return own;
        var root = Variable("XDG_CACHE_HOME") ?? (OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"));
        return Path.Combine(root, "finegrain");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
