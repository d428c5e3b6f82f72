using System.Text;
using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Feedback.Patches;

/// <summary>
/// Takes an example out of every version and every patch of a folder, as a person may demand. A version is named by its content, so that versions that held it get
/// new names; <c>renamed.tsv</c> says which, and old names still find them. Killed anywhere, the same call does the rest.
/// </summary>
public static class VersionErasure
{
    /// <summary>Erases an example.</summary>
    /// <param name="folder">The folder of the versions.</param>
    /// <param name="exampleId">Id of the example.</param>
    /// <exception cref="InputException">A version was changed by hand.</exception>
    public static ErasedVersions Erase(string folder, string exampleId)
    {
        var versions = new DataVersions(folder);
        // Children after their parents: where two versions become equal, the one with the shorter way stays.
        var all = versions.All.OrderBy(v => v.Patches.Count).ThenBy(v => v.Hash, StringComparer.Ordinal).ToList();
        var read = all.Select(v => (Version: v, Examples: versions.Examples(v))).ToList();
        List<string> texts = [.. read.SelectMany(v => v.Examples).Where(e => e.Id == exampleId).SelectMany(e => (string?[])[e.Text, e.Pair]).OfType<string>().Distinct(StringComparer.Ordinal)];
        var patches = 0;
        foreach (var path in Directory.Exists(versions.PatchFolder) ? Directory.EnumerateFiles(versions.PatchFolder, "*.json").ToList() : [])
        {
            var patch = PatchFile.Read(path);
            if (patch.Corrections.All(c => c.ExampleId != exampleId) && patch.Added.All(e => e.Id != exampleId)) continue;
            texts.AddRange(patch.Corrections.Where(c => c.ExampleId == exampleId).SelectMany(c => (string?[])[c.Text, c.Pair]).OfType<string>().Where(t => !texts.Contains(t)));
            PatchFile.Write(path, patch with { Corrections = [.. patch.Corrections.Where(c => c.ExampleId != exampleId)], Added = [.. patch.Added.Where(e => e.Id != exampleId)] });
            patches++;
        }
        var left = read.Select(v => (v.Version, Examples: v.Examples.Where(e => e.Id != exampleId).ToArray(), Held: v.Examples.Any(e => e.Id == exampleId))).ToList();
        var renamed = left.Where(v => v.Held).ToDictionary(v => v.Version.Hash, v => DataVersions.HashOf(v.Examples, v.Version.Recipe), StringComparer.Ordinal);
        if (renamed.Count > 0) versions.Rename(renamed);
        foreach (var (version, examples, _) in left)
        {
            var now = version with { Hash = versions.NameNow(version.Hash), Base = versions.NameNow(version.Base), Parents = [.. version.Parents.Select(versions.NameNow)], Rows = examples.Length };
            if (now.Hash == version.Hash && now.Base == version.Base && now.Parents.SequenceEqual(version.Parents, StringComparer.Ordinal)) continue;
            versions.Replace(version, now, examples);
        }
        return new(renamed, patches, texts);
    }

    /// <summary>Files that hold one of the texts, as it is or as JSON writes it; packed files are not looked into.</summary>
    /// <param name="folder">Where to look, folders below included.</param>
    /// <param name="texts">The texts.</param>
    public static IReadOnlyList<string> Holding(string folder, IEnumerable<string> texts)
    {
        byte[][] wanted = [.. texts.SelectMany(t => (byte[][])[Encoding.UTF8.GetBytes(t), JsonEncodedText.Encode(t, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray()]).Where(b => b.Length > 0)];
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return [.. Directory.EnumerateFiles(folder, "*", options).Where(file => Length(file) < 1 << 28 && Holds(file, wanted)).Order(StringComparer.Ordinal)];
    }

    private static long Length(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : long.MaxValue;

    private static bool Holds(string file, byte[][] wanted)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Array.Exists(wanted, w => bytes.AsSpan().IndexOf(w) >= 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // what cannot be read says nothing
        }
    }
}

/// <summary>What was erased from versions.</summary>
/// <param name="Renamed">The new name of each version that held the example.</param>
/// <param name="Patches">Number of patches that held it.</param>
/// <param name="Texts">What stood in it, to look for elsewhere.</param>
public sealed record ErasedVersions(IReadOnlyDictionary<string, string> Renamed, int Patches, IReadOnlyList<string> Texts);
