namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>A failure that may pass: an overloaded server, a cut connection, silence.</summary>
internal sealed class HubInterruption(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the server asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether another try cannot help: the host has no address.</summary>
    public bool Final { get; init; }
}
