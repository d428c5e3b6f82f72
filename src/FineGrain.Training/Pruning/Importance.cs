using FineGrain.Core;
using FineGrain.Models;
using FineGrain.Models.Pruning;
using static TorchSharp.torch;

namespace FineGrain.Training.Pruning;

/// <summary>
/// How much the loss would change without a unit, to first order: the mean over batches of |Σ w · ∂L/∂w| over the weights that read the unit's output, which is
/// |∂L/∂ξ| for a factor ξ = 1 on it (Molchanov et al. 2019, equation 7; for heads Michel et al. 2019, equation 3).
/// </summary>
public static class Importance
{
    /// <summary>The importance of every unit, by group, in the loss's own unit.</summary>
    /// <param name="model">The network; its gradients are left empty. Evaluated without dropout, so that the numbers say the same each time.</param>
    /// <param name="objective">The loss.</param>
    /// <param name="batches">Batches with targets; a few hundred rows settle the order.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public static IReadOnlyDictionary<PruneGroup, double[]> Of(TextModel model, IObjective objective, IEnumerable<Batch> batches, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(batches);
        var groups = PruneGroups.Of(model);
        var sums = groups.ToDictionary(g => g, g => new double[g.Units.Count]);
        var plain = PruneGroups.Plain(model);
        model.eval();
        long number = 0;
        foreach (var batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            objective.Loss(batch, number++).backward();
            var effects = new Dictionary<(string, int), double[]>();
            var parameters = plain.named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
            foreach (var (group, sum) in sums)
                for (var unit = 0; unit < sum.Length; unit++)
                    sum[unit] += Math.Abs(group.Units[unit].Gates.Sum(slice => Sum(Effect(slice), slice)));
            foreach (var parameter in model.parameters()) parameter.grad = null;

            double[] Effect(UnitSlice slice)
            {
                if (!effects.TryGetValue((slice.Parameter, slice.Dimension), out var effect))
                    effects[(slice.Parameter, slice.Dimension)] = effect = Along(parameters[slice.Parameter], slice.Dimension);
                return effect;
            }
        }
        foreach (var sum in sums.Values)
            for (var unit = 0; unit < sum.Length; unit++) sum[unit] /= Math.Max(1, number);
        return sums;
    }

    /// <summary>The least important units of each group that asks for it: <paramref name="share"/> of its kind, rounded down, and never all.</summary>
    /// <param name="importance">As <see cref="Of"/> gives it.</param>
    /// <param name="share">Share to leave out, in [0, 1), by kind of <see cref="PruneGroup.Kinds"/>.</param>
    public static IReadOnlyDictionary<PruneGroup, IReadOnlySet<int>> Least(IReadOnlyDictionary<PruneGroup, double[]> importance, IReadOnlyDictionary<string, double> share)
    {
        ArgumentNullException.ThrowIfNull(importance);
        ArgumentNullException.ThrowIfNull(share);
        var removed = new Dictionary<PruneGroup, IReadOnlySet<int>>();
        foreach (var (group, scores) in importance)
        {
            var count = Math.Min(scores.Length - 1, (int)(scores.Length * share.GetValueOrDefault(group.Kind) + 1e-9));
            if (count > 0) removed[group] = Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).Take(count).ToHashSet();
        }
        return removed;
    }

    /// <summary>Σ w · g over everything but one dimension.</summary>
    private static double[] Along(Tensor parameter, int dimension)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        if (parameter.grad is not { } gradient) return new double[parameter.shape[dimension]];
        var product = parameter * (gradient.is_sparse ? gradient.to_dense() : gradient);
        var rest = Enumerable.Range(0, (int)product.dim()).Where(d => d != dimension).Select(d => (long)d).ToArray();
        return [.. (rest.Length == 0 ? product : product.sum(rest)).data<float>().ToArray().Select(x => (double)x)];
    }

    private static double Sum(double[] effect, UnitSlice slice)
    {
        double sum = 0;
        for (var i = slice.Start; i < slice.Start + slice.Length; i++) sum += effect[i];
        return sum;
    }
}
