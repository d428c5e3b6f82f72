using System.Collections.Concurrent;
using System.Security.Cryptography;
using FineGrain.Core;

namespace FineGrain.Inference;

/// <summary>SHA-256 of the files of a folder, side by side on the processor's cores.</summary>
internal static class FileHashes
{
    /// <summary>Lower-case hexadecimal SHA-256 by relative path ('/' between folders), in ordinal order.</summary>
    public static IReadOnlyDictionary<string, string> Of(string folder, string except)
    {
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Where(n => n != except).Order(StringComparer.Ordinal).ToList();
        var hashes = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        Parallel.ForEach(names, name => hashes[name] = Of(Path.Combine(folder, name)));
        return new OrderedDictionary<string, string>(names.Select(n => KeyValuePair.Create(n, hashes[n])), StringComparer.Ordinal);
    }

    /// <summary>Compares files with their expected hashes.</summary>
    /// <exception cref="InputException">Names the first file that is missing, unreadable, not listed or different.</exception>
    public static void Verify(string folder, IReadOnlyDictionary<string, string> expected, IEnumerable<string> files)
    {
        var wrong = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        Parallel.ForEach(files, name =>
        {
            if (Problem(Path.Combine(folder, name), expected.GetValueOrDefault(name)) is { } problem) wrong[name] = problem;
        });
        if (wrong.IsEmpty) return;
        var first = wrong.Keys.Order(StringComparer.Ordinal).First();
        var others = wrong.Count == 1 ? "" : $" The same goes for {string.Join(", ", wrong.Keys.Order(StringComparer.Ordinal).Skip(1))}.";
        throw new InputException(Path.Combine(folder, first), $"{wrong[first]} Copy the folder again or write it anew.{others}");
    }

    private static string? Problem(string path, string? expected)
    {
        if (expected is null) return $"is not listed in {ModelFolder.ManifestFile}.";
        if (!File.Exists(path)) return "is missing.";
        try
        {
            var actual = Of(path);
            return actual.Equals(expected, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"is damaged or was changed: its SHA-256 is {actual[..12]}…, {ModelFolder.ManifestFile} expects {expected[..Math.Min(12, expected.Length)]}….";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message}";
        }
    }

    private static string Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
