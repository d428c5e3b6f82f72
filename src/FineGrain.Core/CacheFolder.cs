namespace FineGrain.Core;

/// <summary>Where downloads and prepared native libraries are kept between runs.</summary>
public static class CacheFolder
{
    /// <summary>
    /// The first of these that can be written: <c>$FINEGRAIN_CACHE</c>, <c>$XDG_CACHE_HOME/finegrain</c>, <c>~/.cache/finegrain</c>, a folder of this user under the system's temporary one.
    /// </summary>
    /// <exception cref="InputException">None can be written.</exception>
    public static string Find() => Candidates().FirstOrDefault(CanWrite)
        ?? throw new InputException("cache folder", $"none of {string.Join(", ", Candidates())} can be written. Set FINEGRAIN_CACHE to a folder that can.");

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("FINEGRAIN_CACHE") is { Length: > 0 } own) yield return own;
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg) yield return Path.Combine(xdg, "finegrain");
        if (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home) yield return Path.Combine(home, ".cache", "finegrain");
        yield return Path.Combine(Path.GetTempPath(), $"finegrain-{Environment.UserName}");
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, $".probe-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
