using FineGrain.Core;

namespace FineGrain.Data.Reading;

/// <summary>Finds the folder that the paths of a recipe start from.</summary>
public static class DataFolder
{
    /// <summary>The variable that names the folder of the public data sets.</summary>
    public const string Variable = "FINEGRAIN_DATA";

    /// <summary>
    /// <c>data.root</c> as a full path: relative to <paramref name="recipeFolder"/>; a leading <c>$FINEGRAIN_DATA</c> stands for that variable or, where
    /// it is unset, for the nearest <c>shared/data</c> beside the recipe's folder or one above it.
    /// </summary>
    /// <exception cref="InputException">The variable is unset and no such folder is there.</exception>
    public static string Resolve(string root, string recipeFolder)
    {
        var prefix = $"${Variable}";
        if (!root.StartsWith(prefix, StringComparison.Ordinal)) return Path.GetFullPath(Path.Combine(recipeFolder, root));
        return Path.GetFullPath(Path.Combine(Shared(recipeFolder), root[prefix.Length..].TrimStart('/', '\\')));
    }

    private static string Shared(string recipeFolder)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set) return set;
        for (var folder = new DirectoryInfo(Path.GetFullPath(recipeFolder)); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(beside)) return beside;
        }
        throw new InputException("data.root", $"${Variable} is not set, and no folder shared/data stands beside '{recipeFolder}' or above it. Set {Variable} to the folder of the data sets.");
    }
}
