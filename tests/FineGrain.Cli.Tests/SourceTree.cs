namespace FineGrain.Cli.Tests;

/// <summary>Files of the repository that tests look at.</summary>
internal static class SourceTree
{
    /// <summary>A recipe of the project; the test is skipped where the repository is not at hand.</summary>
    public static string Recipe(string name) => Path.Combine(Root(), "recipes", name);

    /// <summary>The folder of the repository; skips the test where there is none.</summary>
    public static string Root()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "the tests run outside the source tree, where recipes/ and checks/ are not at hand");
        return folder!;
    }

    /// <summary>The folder of the repository, or null.</summary>
    public static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FineGrain.slnx"))) folder = folder.Parent;
        return folder?.FullName;
    }
}
