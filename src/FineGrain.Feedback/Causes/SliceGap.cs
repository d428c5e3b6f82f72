using System.Globalization;
using FineGrain.Core;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Causes;

/// <summary>A kind of text that is asked, but that training hardly shows: texts with a unit, of a length, with a value in a column.</summary>
public static class SliceGap
{
    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal) { "not", "n't", "no", "never", "nor", "without", "cannot", "nothing", "none", "不", "没", "無", "无", "未", "别" };

    /// <summary>The slices that are missing, the one that covers most of dev first.</summary>
    public static IEnumerable<Cause> Find(DataView view)
    {
        var slices = Candidates(view).ToList();
        var found = new List<(Slice Slice, double Train, double Dev, double P)>();
        foreach (var slice in slices)
        {
            // Within each label, so that a rare label is not taken for a missing slice; then over all labels, and for each label alone.
            double difference = 0, variance = 0, shareTrain = 0, shareDev = 0;
            for (var c = 0; c < view.Labels.Count; c++)
            {
                var (trainHits, trainCount) = Hits(view.TrainLabels, slice.InTrain, c);
                var (devHits, devCount) = Hits(view.DevLabels, slice.InDev, c);
                if (devCount == 0 || trainCount == 0) continue;
                double weight = (double)devCount / view.Dev.Count, a = (trainHits + 0.5) / (trainCount + 1), b = (devHits + 0.5) / (devCount + 1);
                var v = (a * (1 - a) / (trainCount + 1)) + (b * (1 - b) / (devCount + 1));
                difference += weight * (b - a);
                variance += weight * weight * v;
                shareTrain += weight * trainHits / trainCount;
                shareDev += weight * devHits / devCount;
                var label = view.Labels.Names[c];
                Keep(slice with { Name = $"{label}, {slice.Name}", Label = label }, weight * trainHits / trainCount, weight * devHits / devCount, (b - a) / Math.Sqrt(v));
            }
            Keep(slice, shareTrain, shareDev, difference / Math.Sqrt(variance));
        }
        void Keep(Slice slice, double train, double dev, double z)
        {
            var p = Math.Min(1, Tests.UpperTail(z) * slices.Count * (view.Labels.Count + 1));
            if (p < 0.01 && train < dev / 2) found.Add((slice, train, dev, p));
        }
        foreach (var (slice, train, dev, p) in found.OrderByDescending(f => f.Dev - f.Train).Take(3))
            yield return new()
            {
                Kind = "slice-gap", Subject = slice.Name, PValue = p,
                Evidence = string.Create(CultureInfo.InvariantCulture, $"{dev:P1} of dev are '{slice.Name}', but {train:P1} of training would be if its labels had the shares that they have on dev."),
                Patches = [.. Patches(view, slice, train, dev)],
            };
    }

    /// <summary>From the pool, as many as dev would lead to expect; without a pool, the few that are there count more.</summary>
    private static IEnumerable<Patch> Patches(DataView view, Slice slice, double train, double dev)
    {
        var id = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(slice.Name))[..Math.Min(24, 2 * slice.Name.Length)];
        var known = view.Train.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var candidates = view.Pool.Where(e => e.Label is not null && !known.Contains(e.Id) && slice.Has(e)).ToList();
        var missing = (int)Math.Round((dev - train) * view.Train.Count / Math.Max(0.05, 1 - dev)); // so that dev's share is reached after they came in
        foreach (var share in (double[])[1, 0.5])
            if (candidates.Count >= 10 && (share == 1 || missing * share < candidates.Count))
                yield return new()
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"annotate-{id}-{Math.Min(candidates.Count, (int)(missing * share))}"), Kind = "augment", Cause = $"slice-gap: {slice.Name}",
                    Reason = $"Annotated texts of the slice from the pool, as many as dev leads to expect.", Added = [.. candidates.Take((int)(missing * share))],
                };
        var present = Enumerable.Range(0, view.Train.Count).Where(r => slice.InTrain[r] && (slice.Label is null || slice.Label == view.Train[r].Label)).ToList();
        if (present.Count >= 10)
            yield return new()
            {
                Id = $"reweight-{id}-{LabelNoise.Stamp(view)}", Kind = "reweight", Cause = $"slice-gap: {slice.Name}", Reason = "The few training examples of the slice count as much as dev leads to expect.",
                Corrections = [.. present.Select(r => new Core.Corrections.Correction
                {
                    Id = $"{id}-{r}", ExampleId = view.Train[r].Id, Kind = Core.Corrections.CorrectionKind.Reweight, Author = "finegrain", Time = DateTimeOffset.UnixEpoch,
                    Old = new() { Weight = view.Train[r].Weight }, New = new() { Weight = Math.Min(10, Math.Round(view.Train[r].Weight * dev / Math.Max(train, 0.001), 2)) },
                })],
            };
    }

    private static (int Hits, int Count) Hits(int[] labels, bool[] inSlice, int label)
    {
        var (hits, count) = (0, 0);
        for (var r = 0; r < labels.Length; r++)
        {
            if (labels[r] != label) continue;
            count++;
            if (inSlice[r]) hits++;
        }
        return (hits, count);
    }

    private static IEnumerable<Slice> Candidates(DataView view) => Properties(view).Select(p => new Slice(p.Name, null, p.Holds,
        [.. view.Train.Select((e, r) => p.Holds(e, view.TrainUnits[r]))], [.. view.Dev.Select((e, r) => p.Holds(e, view.DevUnits[r]))]));

    private static IEnumerable<(string Name, Func<Example, HashSet<string>, bool> Holds)> Properties(DataView view)
    {
        yield return ("negation", (_, units) => units.Any(u => Negations.Contains(u) || u.EndsWith("n't", StringComparison.Ordinal)));
        yield return ("a number", (e, _) => e.Text.Any(char.IsDigit));
        yield return ("a question", (e, _) => e.Text.AsSpan().IndexOfAny('?', '？') >= 0);
        int[] lengths = [.. view.Dev.Select(e => TextUnits.Of(e.Text).Count).Order()];
        for (var q = 0; q < 4 && lengths.Length >= 40; q++)
        {
            int from = q == 0 ? 0 : lengths[q * lengths.Length / 4], to = q == 3 ? int.MaxValue : lengths[(q + 1) * lengths.Length / 4];
            if (to > from) yield return (q == 3 ? $"{from} units or longer" : $"{from} to {to - 1} units long", (e, _) => TextUnits.Of(e.Text).Count is var n && n >= from && n < to);
        }
        foreach (var (unit, count) in view.DevUnits.SelectMany(u => u).CountBy(u => u, StringComparer.Ordinal).OrderByDescending(u => u.Value).ThenBy(u => u.Key, StringComparer.Ordinal).Take(400))
            if (count >= 10 && count < view.Dev.Count * 9 / 10) yield return ($"with '{unit}'", (_, units) => units.Contains(unit));
        foreach (var (field, value) in view.Dev.SelectMany(e => e.Fields.Select(f => (f.Key, f.Value))).CountBy(f => f).Where(f => f.Value >= 10).Select(f => f.Key).Take(200))
            yield return ($"{field} = {value}", (e, _) => e.Fields.GetValueOrDefault(field) == value);
    }

    private sealed record Slice(string Name, string? Label, Func<Example, HashSet<string>, bool> Holds, bool[] InTrain, bool[] InDev)
    {
        public bool Has(Example e) => (Label is null || Label == e.Label) && Holds(e, TextUnits.Words(e.Text).ToHashSet(StringComparer.Ordinal));
    }
}
