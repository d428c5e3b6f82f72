using FineGrain.Core;
using FineGrain.Core.Calibrating;

namespace FineGrain.Inference;

/// <summary>What must hold between the entries of a manifest.</summary>
internal static class ManifestRules
{
    /// <summary>Refuses a manifest that contradicts itself.</summary>
    /// <exception cref="InputException">Names the entry, what it has and what is allowed.</exception>
    public static void Check(string file, ModelManifest manifest)
    {
        if (manifest.Task is not ("classify" or "spans")) throw Wrong($"task '{manifest.Task}' is not known to this version. {Nearest.Hint(manifest.Task, ["classify", "spans"])}");
        if (manifest.Target is not ("label" or "labels" or "number" or "spans")) throw Wrong($"target '{manifest.Target}' is not known to this version. {Nearest.Hint(manifest.Target, ["label", "labels", "number", "spans"])}");
        if ((manifest.Target == "spans") != (manifest.Spans is not null)) throw Wrong($"target '{manifest.Target}' does not fit the entry 'spans', which is {(manifest.Spans is null ? "missing" : "there")}.");
        if (manifest.Spans is { Head: not ("crf" or "softmax" or "biaffine") } or { Scheme: not ("bioes" or "iob2") }) throw Wrong($"'spans' has head '{manifest.Spans.Head}' and scheme '{manifest.Spans.Scheme}', which this version does not know together.");
        if (manifest.Labels.FirstOrDefault(l => manifest.Labels.Count(other => other == l) > 1) is { } twice) throw Wrong($"label '{twice}' stands twice in 'labels'.");
        var fewest = manifest.Target switch { "label" => 2, "labels" or "spans" => 1, _ => 0 };
        if (manifest.Labels.Count < fewest || (manifest.Target == "number" && manifest.Labels.Count > 0))
            throw Wrong($"lists {manifest.Labels.Count} labels; target '{manifest.Target}' has {(fewest == 0 ? "none" : $"at least {fewest}")}.");
        if (manifest.Thresholds is { Count: > 0 } thresholds && thresholds.Count != manifest.Labels.Count)
            throw Wrong($"lists {thresholds.Count} thresholds for {manifest.Labels.Count} labels.");
        if (!(manifest.Temperature > 0) || double.IsInfinity(manifest.Temperature))
            throw Wrong(FormattableString.Invariant($"temperature is {manifest.Temperature}; it must be above 0."));
        if (!(manifest.AbstainBelow is >= 0 and <= 1)) throw Wrong(FormattableString.Invariant($"abstain_below is {manifest.AbstainBelow}; it must be between 0 and 1."));
        if (manifest.Calibration is { } calibration) Check(calibration, manifest, Wrong);
        if (manifest.Files.Count == 0) throw Wrong("lists no files.");
        foreach (var name in manifest.Files.Keys)
            if (name.Length == 0 || Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..")) throw Wrong($"'files' names '{name}', which is not inside the folder.");

        if (manifest.Precision is { } precision)
        {
            if (precision.Name is not ("int8" or "int4")) throw Wrong($"precision '{precision.Name}' is not known to this version. Known: int8, int4.");
            if (!manifest.Files.ContainsKey(precision.File)) throw Wrong($"'precision' names the network '{precision.File}', which is not among 'files'.");
        }

        InputException Wrong(string what) => new(file, $"{what} Copy the folder again or write it anew.");
    }
    private static void Check(CalibrationManifest c, ModelManifest manifest, Func<string, InputException> wrong)
    {
        string[] methods = ["none", "temperature", "vector", "isotonic"];
        if (!methods.Contains(c.Method)) throw wrong($"calibration method '{c.Method}' is not known to this version. {Nearest.Hint(c.Method, methods)}");
        var labels = manifest.Labels.Count;
        if (c.Method == "vector" && (c.Weights.Count != labels || c.Biases.Count != labels))
            throw wrong($"calibration has {c.Weights.Count} weights and {c.Biases.Count} biases for {labels} labels.");
        if (c.Method == "isotonic" && c.Curves.Count != labels) throw wrong($"calibration has {c.Curves.Count} curves for {labels} labels.");
        if (c.Weights.Concat(c.Biases).Any(v => !double.IsFinite(v))) throw wrong("calibration has a weight or bias that is no finite number.");
        foreach (var curve in c.Curves)
            if (curve.X.Count == 0 || curve.X.Count != curve.Y.Count || Falls(curve.X) || Falls(curve.Y)) throw wrong("calibration has a curve that is empty or falls.");
        if (Falls(c.Nonconformity)) throw wrong("calibration has nonconformity scores that are not in rising order.");
    }

    private static bool Falls(IReadOnlyList<double> values) => Enumerable.Range(0, values.Count).Any(i => !double.IsFinite(values[i]) || (i > 0 && values[i] < values[i - 1]));
}
