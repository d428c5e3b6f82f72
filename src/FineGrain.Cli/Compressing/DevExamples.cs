using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Cli.Compressing;

/// <summary>The examples that a compressed model is judged on.</summary>
internal static class DevExamples
{
    /// <summary>The dev split of the run that a model folder lies in, or null where there is none.</summary>
    public static string? Beside(string model)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(model));
        return new[] { Path.Combine(folder, "..", "data", "dev.jsonl"), Path.Combine(folder, "..", "..", "data", "dev.jsonl") }.Select(Path.GetFullPath).FirstOrDefault(File.Exists);
    }

    /// <summary>All examples of that split; empty where there is none.</summary>
    public static IReadOnlyList<Example> Read(string? path) => path is null ? [] : [.. ExampleFile.Read(path)];
}
