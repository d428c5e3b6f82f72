using FineGrain.Core;

namespace FineGrain.Inference;

/// <summary>What must hold between the entries of a manifest.</summary>
internal static class ManifestRules
{
    /// <summary>Refuses a manifest that contradicts itself.</summary>
    /// <exception cref="InputException">Names the entry, what it has and what is allowed.</exception>
    public static void Check(string file, ModelManifest manifest)
    {
        if (manifest.Task != "classify") throw Wrong($"task '{manifest.Task}' is not known to this version. Known: classify.");
        if (manifest.Target is not ("label" or "labels" or "number")) throw Wrong($"target '{manifest.Target}' is not known to this version. {Nearest.Hint(manifest.Target, ["label", "labels", "number"])}");
        if (manifest.Labels.FirstOrDefault(l => manifest.Labels.Count(other => other == l) > 1) is { } twice) throw Wrong($"label '{twice}' stands twice in 'labels'.");
        var fewest = manifest.Target switch { "label" => 2, "labels" => 1, _ => 0 };
        if (manifest.Labels.Count < fewest || (manifest.Target == "number" && manifest.Labels.Count > 0))
            throw Wrong($"lists {manifest.Labels.Count} labels; target '{manifest.Target}' has {(fewest == 0 ? "none" : $"at least {fewest}")}.");
        if (manifest.Thresholds is { Count: > 0 } thresholds && thresholds.Count != manifest.Labels.Count)
            throw Wrong($"lists {thresholds.Count} thresholds for {manifest.Labels.Count} labels.");
        if (!(manifest.Temperature > 0) || double.IsInfinity(manifest.Temperature))
            throw Wrong(FormattableString.Invariant($"temperature is {manifest.Temperature}; it must be above 0."));
        if (manifest.Files.Count == 0) throw Wrong("lists no files.");
        foreach (var name in manifest.Files.Keys)
            if (name.Length == 0 || Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..")) throw Wrong($"'files' names '{name}', which is not inside the folder.");

        InputException Wrong(string what) => new(file, $"{what} Copy the folder again or write it anew.");
    }
}
