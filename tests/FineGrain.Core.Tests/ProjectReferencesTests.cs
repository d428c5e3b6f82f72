using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace FineGrain.Core.Tests;

/// <summary>Holds the project files to the table of who may know whom: arrows point one way, and serving never costs libtorch.</summary>
public sealed class ProjectReferencesTests
{
    // Of each project, the others it may reference; a project that is not listed here has no place yet.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["FineGrain.Core"] = [],
        ["FineGrain.Data"] = ["FineGrain.Core"],
        ["FineGrain.Onnx"] = ["FineGrain.Core"],
        ["FineGrain.Models"] = ["FineGrain.Core", "FineGrain.Onnx"],
        ["FineGrain.Training"] = ["FineGrain.Core", "FineGrain.Models"],
        ["FineGrain.Inference"] = ["FineGrain.Core", "FineGrain.Data", "FineGrain.Onnx"],
        ["FineGrain.Analysis"] = ["FineGrain.Core"],
        ["FineGrain.Feedback"] = ["FineGrain.Core"],
        ["FineGrain.Server"] = ["FineGrain.Core", "FineGrain.Data", "FineGrain.Inference", "FineGrain.Analysis", "FineGrain.Feedback"],
        ["FineGrain.Cli"] = ["FineGrain.Core", "FineGrain.Data", "FineGrain.Onnx", "FineGrain.Models", "FineGrain.Training",
            "FineGrain.Inference", "FineGrain.Analysis", "FineGrain.Feedback", "FineGrain.Server"],
    };

    // The only projects whose packages may be libtorch's; Cli gets it through them.
    private static readonly string[] MayUseTorch = ["FineGrain.Models", "FineGrain.Training"];

    public static TheoryData<string> Projects => [.. Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_projects_are_found() => Assert.Contains("FineGrain.Core", Projects.Select(p => p.Data));

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_follow_the_table(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} is not in the table of this test: decide first whom it may know");
        var references = Items(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')));
        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Libtorch_stays_in_models_and_training(string project)
    {
        if (MayUseTorch.Contains(project)) return;
        Assert.DoesNotContain(Items(project, "PackageReference"), p => p.Contains("torch", StringComparison.OrdinalIgnoreCase));
        if (project == "FineGrain.Cli") return;
        // the lock file also lists what comes through other projects and packages
        Assert.DoesNotContain("torch", File.ReadAllText(Path.Combine(Root(), "src", project, "packages.lock.json")), StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(Root(), "src", project, $"{project}.csproj")).Descendants(kind).Select(e => (string?)e.Attribute("Include") ?? "");

    private static string Root([CallerFilePath] string here = "")
    {
        // tests/FineGrain.Core.Tests/ProjectReferencesTests.cs → the repository, or upwards from the binaries where the sources were moved
        for (var folder = new DirectoryInfo(Path.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FineGrain.slnx"))) return folder.FullName;
        throw new InvalidOperationException("FineGrain.slnx is above neither the sources nor the binaries of the tests");
    }
}
