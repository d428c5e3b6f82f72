using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Cli.Doctoring;

/// <summary>The folders that FineGrain reads beside the recipe.</summary>
internal static class Places
{
    public static IEnumerable<Finding> Examine() => [Cache(), Data()];

    private static Finding Cache()
    {
        try
        {
            return new("cache", Health.Well, CacheFolder.Find());
        }
        catch (InputException e)
        {
            return new("cache", Health.Missing, e.Message, "set FINEGRAIN_CACHE to a folder that can be written.");
        }
    }

    private static Finding Data()
    {
        try
        {
            var folder = DataFolder.Resolve($"${DataFolder.Variable}", ".");
            return Directory.Exists(folder) ? new("public data", Health.Well, folder)
                : new("public data", Health.Optional, $"'{folder}' is not there", $"set {DataFolder.Variable} to the folder of the data sets; only the recipes of public data need it.");
        }
        catch (InputException)
        {
            return new("public data", Health.Optional, "not found", $"set {DataFolder.Variable} to the folder of the data sets; only the recipes of public data need it, samples/ works without.");
        }
    }
}
