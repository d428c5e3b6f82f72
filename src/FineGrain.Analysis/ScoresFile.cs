using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Analysis;

/// <summary><c>scores.json</c>: a list of scores, read by people, gates and comparisons alike.</summary>
public static class ScoresFile
{
    /// <summary>Writes <paramref name="scores"/> whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, IEnumerable<Score> scores) =>
        FileWriting.Atomically(path, stream => JsonSerializer.Serialize(stream, [.. scores], CoreJson.File.ListScore));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">The file cannot be read or is no list of scores.</exception>
    public static IReadOnlyList<Score> Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, CoreJson.File.ListScore) ?? throw new InputException(path, "is null, a list of scores is expected.");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}:{e.LineNumber + 1}", $"is no list of scores: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
