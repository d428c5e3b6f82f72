namespace FineGrain.Cli.Tests;

/// <summary>Files of the repository that tests look at.</summary>
internal static class SourceTree
{
    /// <summary>A recipe of the project; the test is skipped where the repository is not at hand.</summary>
    public static string Recipe(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FineGrain.slnx"))) folder = folder.Parent;
        Assert.SkipWhen(folder is null, "the tests run outside the source tree, where recipes/ is not at hand");
        return Path.Combine(folder.FullName, "recipes", name);
    }
}
