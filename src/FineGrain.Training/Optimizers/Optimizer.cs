using FineGrain.Core;
using FineGrain.Core.Recipes;
using TorchSharp;

namespace FineGrain.Training.Optimizers;

/// <summary>
/// Applies an <see cref="IUpdateRule"/> to all trained parameters in one vectorised pass over native memory, several threads, no temporary tensors.
/// Embedding gradients may be sparse: rows without gradient then cost no gradient memory, yet move as the rule says (exact), or stay (used rows).
/// </summary>
public sealed unsafe class Optimizer : IDisposable
{
    private const long Chunk = 1 << 15;
    private readonly ParameterSlot[] slots;
    private readonly IUpdateRule rule;
    private readonly int threads;

    /// <summary>An optimiser over <paramref name="parameters"/>; it allocates its state and keeps the tensors' addresses, so they must outlive it.</summary>
    public Optimizer(IUpdateRule rule, IReadOnlyList<TrainedParameter> parameters, int threads)
    {
        ArgumentNullException.ThrowIfNull(rule);
        this.rule = rule;
        this.threads = threads;
        slots = [.. parameters.Select(p => new ParameterSlot(p, rule.Moments))];
    }

    /// <summary>The rule of a recipe's optimiser: sgd, adam or adamw.</summary>
    /// <exception cref="InputException">The name is unknown.</exception>
    public static IUpdateRule Rule(OptimizerRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Name switch
        {
            "sgd" => new MomentumRule(recipe.Momentum),
            "adam" => new AdamRule(recipe.Beta1, recipe.Beta2, recipe.Epsilon, decoupled: false),
            "adamw" => new AdamRule(recipe.Beta1, recipe.Beta2, recipe.Epsilon, decoupled: true),
            _ => throw new InputException("training.optimizer.name", $"'{recipe.Name}' is unknown. {Nearest.Hint(recipe.Name, ["sgd", "adam", "adamw"])}"),
        };
    }

    /// <summary>Steps done.</summary>
    public long Steps { get; set; }

    /// <summary>The state tensors by name (<c>parameter/0</c>, <c>parameter/1</c>), for checkpoints.</summary>
    public IEnumerable<(string Name, torch.Tensor Value)> State =>
        slots.SelectMany(slot => slot.State.Select((tensor, i) => ($"{slot.Parameter.Name}/{i}", tensor)));

    /// <summary>
    /// One update from the gradients that backward left on the parameters; gives the gradients' memory back. A parameter without gradient stays as it is.
    /// </summary>
    /// <param name="learningRate">Learning rate of parameters with factor 1.</param>
    /// <param name="clipNorm">Largest global L2 norm of the gradient (Pascanu et al. 2013, algorithm 1); 0 does not clip.</param>
    /// <returns>The norm before clipping. When it is not finite nothing is updated.</returns>
    public double Step(double learningRate, double clipNorm)
    {
        foreach (var slot in slots) slot.Collect(threads);
        try
        {
            var norm = Norm();
            if (!double.IsFinite(norm)) return norm;
            Steps++;
            Update(learningRate, clipNorm > 0 && norm > clipNorm ? (float)(clipNorm / (norm + 1e-6)) : 1f);
            return norm;
        }
        finally
        {
            foreach (var slot in slots) slot.Release();
        }
    }

    private double Norm()
    {
        var pieces = new List<(nint Address, long Length)>();
        foreach (var slot in slots)
        {
            var (start, length) = slot.Rows is { Count: > 0 } rows ? ((nint)rows.Sum(0), (long)rows.Count * slot.Width) : ((nint)slot.Dense, slot.Dense is null ? 0 : slot.Length);
            for (long i = 0; i < length; i += Chunk) pieces.Add((start + (nint)i * sizeof(float), Math.Min(Chunk, length - i)));
        }
        var sums = new double[pieces.Count];
        Workers.Run(sums.Length, threads, pieces.Sum(p => p.Length), i => sums[i] = SumOfSquares.Of((float*)pieces[i].Address, pieces[i].Length));
        return Math.Sqrt(sums.Sum()); // in the order of the pieces
    }

    private void Update(double learningRate, float gradientScale)
    {
        var pieces = new List<(ParameterSlot Slot, long From, long To)>(); // numbers of a dense gradient, rows of a sparse one
        foreach (var slot in slots)
        {
            var (count, chunk) = slot switch
            {
                { Rows: { } used, Parameter.UsedRows: true } => (used.Count, Math.Max(1, Chunk / slot.Width)),
                { Rows: not null } => (slot.Length / slot.Width, Math.Max(1, Chunk / slot.Width)),
                _ => (slot.Dense is null ? 0 : slot.Length, Chunk),
            };
            for (long i = 0; i < count; i += chunk) pieces.Add((slot, i, Math.Min(count, i + chunk)));
        }
        Workers.Run(pieces.Count, threads, pieces.Sum(p => (p.To - p.From) * (p.Slot.Rows is null ? 1 : p.Slot.Width)), i =>
        {
            var (slot, from, to) = pieces[i];
            var step = new UpdateStep(Steps, learningRate * slot.Parameter.LearningRateFactor, slot.Parameter.WeightDecay, gradientScale);
            if (slot.Rows is null) Apply(slot, from, slot.Dense + from, to - from, step);
            else if (slot.Parameter.UsedRows)
                for (var r = (int)from; r < to; r++) Apply(slot, (long)slot.Rows.Rows[r] * slot.Width, slot.Rows.Sum(r), slot.Width, step);
            else
                for (var r = (int)from; r < to; r++) Apply(slot, (long)r * slot.Width, slot.Rows.SumOfRow(r), slot.Width, step);
        });
    }

    private void Apply(ParameterSlot slot, long at, float* gradient, long length, in UpdateStep step) =>
        rule.Update(slot.Weights + at, gradient, slot.First is null ? null : slot.First + at, slot.Second is null ? null : slot.Second + at, length, step);

    /// <summary>Frees the state; the parameters stay.</summary>
    public void Dispose()
    {
        foreach (var slot in slots) slot.Dispose();
    }
}
