namespace FineGrain.Models.Tests.Safetensors;

/// <summary>Finds the published weights that lie beside a checkout; tests skip where they are absent.</summary>
internal static class SharedWeights
{
    public static string Require(string name)
    {
        var candidates = new List<string>();
        if (Environment.GetEnvironmentVariable("FINEGRAIN_DATA") is { Length: > 0 } data) candidates.Add(Path.Combine(data, "..", "weights"));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            candidates.Add(Path.Combine(folder.FullName, "shared", "weights"));
        var found = candidates.Select(c => Path.GetFullPath(Path.Combine(c, name))).FirstOrDefault(File.Exists);
        Assert.SkipUnless(found is not null, $"weights/{name} is not here; set FINEGRAIN_DATA to the data folder whose sibling 'weights' holds it.");
        return found!;
    }
}
