using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Tests;

/// <summary>The public data sets beside the project; tests on them are skipped where they are absent.</summary>
internal static class RealData
{
    /// <summary>The folder of a data set; skips the test where it is not there.</summary>
    public static string Folder(string set)
    {
        var root = Environment.GetEnvironmentVariable(DataFolder.Variable);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); string.IsNullOrEmpty(root) && folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(beside)) root = beside;
        }
        var path = Path.Combine(root ?? "shared/data", set);
        Assert.SkipUnless(Directory.Exists(path), $"data set '{set}' is not here; set {DataFolder.Variable} to the folder of the data sets");
        return path;
    }

    public static List<Example> Read(string set, SourceRecipe source, string target = "label") => [.. ExampleReader.Read(source, Folder(set), new() { Target = target })];
}
