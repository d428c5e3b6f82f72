using FineGrain.Data.Reading;

namespace FineGrain.Cli.Doctoring;

/// <summary>The folders that FineGrain reads beside the recipe.</summary>
internal static class Places
{
    /// <summary>Where pulled models lie: <c>FINEGRAIN_CACHE</c>, else <c>finegrain</c> in the user's cache folder.</summary>
    public static string Cache => Environment.GetEnvironmentVariable("FINEGRAIN_CACHE") is { Length: > 0 } set ? set
        : Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "finegrain");

    public static IEnumerable<Finding> Examine()
    {
        yield return new("model cache", Health.Well, Directory.Exists(Cache) ? Cache : $"{Cache} (made at the first pull)");
        yield return Data();
    }

    private static Finding Data()
    {
        try
        {
            var folder = DataFolder.Resolve($"${DataFolder.Variable}", ".");
            return Directory.Exists(folder) ? new("public data", Health.Well, folder)
                : new("public data", Health.Optional, $"'{folder}' is not there", $"set {DataFolder.Variable} to the folder of the data sets; only the recipes of public data need it.");
        }
        catch (Core.InputException)
        {
            return new("public data", Health.Optional, "not found", $"set {DataFolder.Variable} to the folder of the data sets; only the recipes of public data need it, samples/ works without.");
        }
    }
}
