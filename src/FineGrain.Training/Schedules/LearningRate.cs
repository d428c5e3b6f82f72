using System.Diagnostics;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Training.Schedules;

/// <summary>
/// Learning rate of each step. Linear warm-up to the peak over the first W steps, then by name: constant; linear or cosine down to the floor
/// (cosine: Loshchilov and Hutter 2017, equation 5, one cycle); or inverse-sqrt (Vaswani et al. 2017, section 5.3: peak · √(W / step)).
/// Linear and cosine reach the floor one step after the last, so that no step is spent on a rate of 0.
/// </summary>
public sealed class LearningRate
{
    private static readonly string[] Names = ["constant", "linear", "cosine", "inverse-sqrt"];
    private readonly string name;
    private readonly double peak;
    private readonly double floor;
    private readonly int total;

    /// <summary>The schedule of a run of <paramref name="totalSteps"/> steps.</summary>
    /// <param name="recipe">Name, warm-up (share of all steps below 1, else steps) and floor (share of the peak).</param>
    /// <param name="peak">Learning rate after the warm-up.</param>
    /// <param name="totalSteps">Steps of the run, at least 1.</param>
    /// <exception cref="InputException">Unknown name, or a warm-up longer than the run.</exception>
    public LearningRate(ScheduleRecipe recipe, double peak, int totalSteps)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        if (!Names.Contains(recipe.Name))
            throw new InputException("training.schedule.name", $"'{recipe.Name}' is unknown. {Nearest.Hint(recipe.Name, Names)}");
        name = recipe.Name;
        this.peak = peak;
        floor = peak * recipe.Floor;
        total = totalSteps;
        WarmupSteps = (int)Math.Round(recipe.Warmup < 1 ? recipe.Warmup * totalSteps : recipe.Warmup, MidpointRounding.AwayFromZero);
        if (WarmupSteps > totalSteps)
            throw new InputException("training.schedule.warmup", $"{WarmupSteps} warm-up steps, but the run has {totalSteps} steps. Give a share below 1, or more epochs.");
    }

    /// <summary>Steps of the warm-up W.</summary>
    public int WarmupSteps { get; }

    /// <summary>Learning rate of <paramref name="step"/>, counted from 1.</summary>
    public double At(int step)
    {
        if (step <= WarmupSteps) return peak * step / WarmupSteps;
        var progress = (double)(step - WarmupSteps) / (total - WarmupSteps + 1); // (0, 1)
        return name switch
        {
            "constant" => peak,
            "linear" => floor + (peak - floor) * (1 - progress),
            "cosine" => floor + (peak - floor) * 0.5 * (1 + Math.Cos(Math.PI * progress)),
            "inverse-sqrt" => Math.Max(floor, peak * Math.Sqrt(Math.Max(1, WarmupSteps) / (double)step)),
            _ => throw new UnreachableException($"schedule '{name}' passed the constructor"),
        };
    }
}
