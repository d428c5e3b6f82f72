namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>How far one file of a download is.</summary>
/// <param name="File">Its name.</param>
/// <param name="Done">Bytes on disk, those of an earlier, interrupted download included.</param>
/// <param name="Total">Bytes in all; null where the server does not say.</param>
public readonly record struct HubProgress(string File, long Done, long? Total);
