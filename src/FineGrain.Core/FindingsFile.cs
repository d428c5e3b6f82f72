using System.Text.Json;

namespace FineGrain.Core;

/// <summary><c>findings.json</c>: a list of findings, the largest expected gain first; written by analysis, read by feedback and by people.</summary>
public static class FindingsFile
{
    /// <summary>Name of the file in a run's folder.</summary>
    public const string Name = "findings.json";

    /// <summary>Writes <paramref name="findings"/> whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, IEnumerable<Finding> findings) =>
        FileWriting.Atomically(path, stream => JsonSerializer.Serialize(stream, [.. findings], CoreJson.File.ListFinding));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">The file cannot be read or is no list of findings.</exception>
    public static IReadOnlyList<Finding> Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, CoreJson.File.ListFinding) ?? throw new InputException(path, "is null, a list of findings is expected.");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}:{e.LineNumber + 1}", $"is no list of findings: {e.Message} 'finegrain slices' and 'finegrain run' write findings.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
