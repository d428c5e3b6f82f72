using FineGrain.Analysis.Comparing;
using FineGrain.Analysis.Metrics;
using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Slicing;

/// <summary>Two models side by side on every slice: where the second is better, where worse, and whether more than chance.</summary>
public static class SlicedComparison
{
    /// <summary>Compares B with A on the slices that every example has by itself (not those that depend on an answer).</summary>
    /// <param name="a">Predictions of the model that stands.</param>
    /// <param name="b">Predictions of the challenger on the same ids.</param>
    /// <param name="labels">The label set; null takes what occurs.</param>
    /// <param name="options">How slices are judged.</param>
    /// <param name="where">Expressions to compare on; empty takes every slice by one property.</param>
    /// <param name="train">What the training data had.</param>
    /// <exception cref="InputException">The two do not hold the same examples, answers are not right or wrong, or an expression is wrong.</exception>
    public static IReadOnlyList<SliceDifference> Of(IReadOnlyList<Prediction> a, IReadOnlyList<Prediction> b, LabelSet? labels, SliceOptions options, IReadOnlyList<string> where, TrainingKnowledge? train = null)
    {
        var (first, second) = Pairing.Of(a, b, new() { Target = options.Target });
        var family = Families.Of([.. first, .. second], ref labels, options.Target);
        if (family.Outcomes.Any(o => o.Correct is null)) throw new InputException("target", $"answers of target '{options.Target}' are not right or wrong, so slices of two models cannot be compared. Compare their scores with 'finegrain compare'.");
        var analysis = new SliceAnalysis(first, labels, options, train);
        if (analysis.Total != first.Count) throw new InputException("predictions", "the first model abstained on some examples. Predict again with --abstain-below 0 to compare slices.");
        List<Atom> atoms = where.Count > 0
            ? [.. where.Select(analysis.AtomOf)]
            : [.. analysis.Properties.Where(p => p.Kind != PropertyKind.Text && p.Name is not ("correct" or "loss" or "confidence" or "predicted")).SelectMany(p => Atom.Of(analysis.Table[p.Name])).Where(s => s.Rows.Count > 0)];
        var n = first.Count;
        var right = Selection.Where(n, i => family.Outcomes[i].Correct!.Value);
        var rightB = Selection.Where(n, i => family.Outcomes[n + i].Correct!.Value);
        McNemar[] tests = [.. atoms.Select(s => new McNemar(s.Rows.And(rightB).Without(right).Count, s.Rows.And(right).Without(rightB).Count))];
        var adjusted = MultipleTesting.Adjust(options.Correction, [.. tests.Select(t => t.PValue)]);
        return [.. atoms.Select((s, i) => new SliceDifference(s.Where, s.Rows.Count, Share(s.Rows, right), Share(s.Rows, rightB), tests[i], adjusted[i]))];
    }

    private static double Share(Selection slice, Selection right) => slice.Count == 0 ? double.NaN : (double)slice.CountWith(right) / slice.Count;
}

/// <summary>Two models on one slice.</summary>
/// <param name="Where">The slice.</param>
/// <param name="Support">Examples in it.</param>
/// <param name="A">Share that A has right.</param>
/// <param name="B">Share that B has right.</param>
/// <param name="McNemar">Mended and broken, with the exact p value.</param>
/// <param name="AdjustedPValue">The p value after correction for all slices compared.</param>
public sealed record SliceDifference(string Where, int Support, double A, double B, McNemar McNemar, double AdjustedPValue);
