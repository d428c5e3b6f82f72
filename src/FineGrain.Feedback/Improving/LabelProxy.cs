using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Improving;

/// <summary>Tries a patch in a second instead of an hour: a linear probe on the patched training data, judged on the part of dev that choices are made on.</summary>
/// <param name="view">The data as they are.</param>
public sealed class LabelProxy(DataView view)
{
    private const int Repetitions = 3;
    private Judged? unpatched;

    /// <summary>The probe without the patch.</summary>
    public Judged Unpatched => unpatched ??= Judge(view.Train, view.Recipe);

    /// <summary>What a patch gains.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="recipe">The recipe with the patch's changes.</param>
    public ProxyGain Try(Patch patch, Recipe recipe)
    {
        return ProxyGain.Of(Unpatched, Judge(PatchApplying.Apply(view.Train, patch), recipe));
    }

    private Judged Judge(IReadOnlyList<Example> train, Recipe recipe)
    {
        var space = new FeatureSpace();
        int[][] rows = [.. train.Select(space.Learn)];
        int[] labels = [.. train.Select(e => view.Labels.IndexOf(e.Label!))];
        var importance = Importance(train, labels, recipe);
        var quality = new double[view.Dev.Count];
        var sums = Enumerable.Range(0, view.Dev.Count).Select(_ => new double[view.Labels.Count]).ToArray();
        for (var seed = 1; seed <= Repetitions; seed++)
        {
            var probe = LinearProbe.Learn(rows, labels, importance, space.Count, view.Labels.Count, new() { Seed = seed });
            for (var r = 0; r < quality.Length; r++)
            {
                var p = probe.Probabilities(space.Known(view.Dev[r]));
                for (var c = 0; c < p.Length; c++) sums[r][c] += p[c] / Repetitions;
            }
        }
        if (recipe.Evaluation.Calibration is "vector" && view.Recipe.Evaluation.Calibration is "none" or "temperature") sums = VectorScaling.CrossFitted(sums, view.DevLabels);
        for (var r = 0; r < quality.Length; r++) quality[r] = -Brier.Of(sums[r], view.DevLabels[r]);
        return new(Enumerable.Range(0, quality.Length).Count(r => Array.IndexOf(sums[r], sums[r].Max()) == view.DevLabels[r]) / (double)Math.Max(1, quality.Length), quality);
    }

    /// <summary>Sampling and class weights of the recipe as weights of rows: what they are in expectation.</summary>
    private double[] Importance(IReadOnlyList<Example> train, int[] labels, Recipe recipe)
    {
        var counts = new double[view.Labels.Count];
        foreach (var label in labels) counts[label]++;
        var strength = recipe.Data.Sampling != "none" ? recipe.Data.SamplingStrength : recipe.Training.Loss.Weighting switch { "balanced" => 1, "sqrt" => 0.5, _ => 0 };
        double Of(int label) => Math.Pow(labels.Length / (counts.Length * Math.Max(1, counts[label])), strength);
        return [.. train.Select((e, r) => e.Weight * Of(labels[r]))];
    }
}
