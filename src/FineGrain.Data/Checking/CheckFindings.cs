using System.Globalization;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Checking;

/// <summary>Turns counts into sentences with numbers and a remedy, the gravest first.</summary>
internal static class CheckFindings
{
    /// <summary>A label with more than this many times the rows of another deserves a word.</summary>
    private const double Imbalance = 10;

    public static List<CheckFinding> Of(IReadOnlyList<SplitCheck> splits, IReadOnlyList<Overlap> overlaps, int contradictions, Recipe recipe)
    {
        var findings = new List<CheckFinding>();
        foreach (var split in splits.Where(s => s.BadRows > 0))
            findings.Add(new("bad-rows", split.Name, split.BadRows, $"{split.Name}: {split.BadRows} rows cannot be read ({split.NonUtf8Rows} are not UTF-8); the first: {split.BadRowMessages[0]}"));
        foreach (var o in overlaps.Where(o => o.ExactIds.Count > 0))
            findings.Add(new("leak", o.Split, o.ExactIds.Count, $"{o.Split}: {Share(o.ExactIds.Count, o.Rows)} also stand in {o.Against}. "
                + (o.Against == "train" ? "Scores on them measure memory: report the clean rows too (clean_ids), or set 'data.leaks: drop'." : "Choices made on one are not blind to the other: leave them out of one.")));
        foreach (var o in overlaps.Where(o => o.Near.Count > 0))
            findings.Add(new("near-leak", o.Split, o.Near.Count, $"{o.Split}: {Share(o.Near.Count, o.Rows)} nearly equal a row of {o.Against} (similarity 0.85 or more), "
                + $"e.g. '{o.Near[0].Id}' and '{o.Near[0].OtherId}'. Look at them before you trust the score."));
        if (contradictions > 0)
            findings.Add(new("contradiction", null, contradictions, $"{contradictions} texts stand with different labels. No model can get all of them right; mend or drop the wrong ones."));
        foreach (var split in splits)
        {
            if (split.EmptyIds.Count > 0) findings.Add(new("empty", split.Name, split.EmptyIds.Count, $"{split.Name}: {split.EmptyIds.Count} rows have no text, the first is '{split.EmptyIds[0]}'. Drop them."));
            if (split.Unlabelled > 0) findings.Add(new("unlabelled", split.Name, split.Unlabelled, $"{split.Name}: {split.Unlabelled} rows have no {recipe.Target}. Training refuses them; label or drop them."));
            Labels(split, splits[0], recipe, findings);
            if (split.DuplicateRows > 0 || split.NearDuplicateRows > 0)
                findings.Add(new("duplicates", split.Name, split.DuplicateRows + split.NearDuplicateRows, $"{split.Name}: {Share(split.DuplicateRows, split.Rows)} repeat an earlier row and "
                    + $"{split.NearDuplicateRows} nearly do. A split by recipe keeps them together; a split made elsewhere may not have."));
        }
        return findings;
    }

    private static void Labels(SplitCheck split, SplitCheck train, Recipe recipe, List<CheckFinding> findings)
    {
        var known = recipe.Labels.Count > 0 ? recipe.Labels : [.. train.Labels.Keys];
        var unknown = split.Labels.Where(l => !known.Contains(l.Key)).ToList();
        if (unknown.Count > 0)
            findings.Add(new("unknown-label", split.Name, unknown.Sum(l => l.Value), $"{split.Name}: labels {string.Join(", ", unknown.Select(l => $"'{l.Key}'"))} are not in the label set ({string.Join(", ", known)}). Map or drop them with label_map."));
        if (split.Labels.Count < 2) return;
        var (most, least) = (split.Labels.MaxBy(l => l.Value), split.Labels.MinBy(l => l.Value));
        if (split == train && most.Value > Imbalance * least.Value)
            findings.Add(new("imbalance", split.Name, least.Value, $"{split.Name}: '{most.Key}' has {most.Value} rows, '{least.Key}' {least.Value}. Consider 'training.loss.weighting: balanced' or 'data.sampling: over', and read macro-f1."));
    }

    private static string Share(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} rows ({100.0 * part / Math.Max(1, whole):0.0} %)");
}
