using System.Globalization;

namespace FineGrain.Feedback.Causes;

/// <summary>A word or mark that tells the label in training, but not on dev: a model that leans on it is right for the wrong reason.</summary>
public static class SpuriousUnit
{
    /// <summary>The units whose pull on a label in training is not there on dev, strongest first.</summary>
    public static IEnumerable<Cause> Find(DataView view)
    {
        var (trainCounts, devCounts) = (Count(view.TrainUnits, view.TrainLabels, view.Labels.Count), Count(view.DevUnits, view.DevLabels, view.Labels.Count));
        var (trainTotals, devTotals) = (Totals(view.TrainLabels, view.Labels.Count), Totals(view.DevLabels, view.Labels.Count));
        var found = new List<(string Unit, int Label, double Train, double Dev, double Z)>();
        var tried = 0;
        foreach (var (unit, counts) in trainCounts)
        {
            if (counts.Sum() < 20) continue;
            tried++;
            var dev = devCounts.GetValueOrDefault(unit) ?? new int[view.Labels.Count];
            for (var c = 0; c < view.Labels.Count; c++)
            {
                // How much commoner the unit is with this label than with the others, in training and on dev.
                var (inTrain, varTrain) = Pull(counts, trainTotals, c);
                var (inDev, varDev) = Pull(dev, devTotals, c);
                if (inTrain > 0.1) found.Add((unit, c, inTrain, inDev, (inTrain - inDev) / Math.Sqrt(varTrain + varDev)));
            }
        }
        foreach (var (unit, label, train, dev, z) in found.OrderByDescending(f => f.Z).Take(3))
        {
            var p = Math.Min(1, Tests.UpperTail(z) * tried * view.Labels.Count);
            if (p > 0.01 || dev > train / 2) continue;
            var name = $"'{unit}' → {view.Labels.Names[label]}";
            yield return new()
            {
                Kind = "spurious-unit", Subject = name, PValue = p,
                Evidence = string.Create(CultureInfo.InvariantCulture, $"'{unit}' stands in {train:P0} more of the texts labelled '{view.Labels.Names[label]}' than of the others in training, in {dev:P0} more on dev."),
                Patches = [new() { Id = $"erase-{Hex(unit)}", Kind = "erase-unit", Cause = $"spurious-unit: {name}", Reason = $"Without '{unit}' the texts must tell their label by themselves.", ErasedUnit = unit }],
            };
        }
    }

    private static (double Difference, double Variance) Pull(int[] counts, int[] totals, int label)
    {
        int rest = totals.Sum() - totals[label], hits = counts.Sum() - counts[label];
        double a = (counts[label] + 0.5) / (totals[label] + 1), b = (hits + 0.5) / (rest + 1);
        return (a - b, (a * (1 - a) / (totals[label] + 1)) + (b * (1 - b) / (rest + 1)));
    }

    private static Dictionary<string, int[]> Count(HashSet<string>[] texts, int[] labels, int classes)
    {
        var counts = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var r = 0; r < texts.Length; r++)
            foreach (var unit in texts[r])
            {
                if (!counts.TryGetValue(unit, out var of)) counts.Add(unit, of = new int[classes]);
                of[labels[r]]++;
            }
        return counts;
    }

    private static int[] Totals(int[] labels, int classes)
    {
        var totals = new int[classes];
        foreach (var label in labels) totals[label]++;
        return totals;
    }

    private static string Hex(string unit) => unit.All(char.IsAsciiLetterOrDigit) ? unit : Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(unit));
}
