using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models;
using FineGrain.Models.Losses;
using static TorchSharp.torch;

namespace FineGrain.Training.Distillation;

/// <summary>
/// share · soft loss against the teachers' answers + (1 − share) · loss on gold, of each member, plus the distance of hidden states and attention maps where the
/// recipe asks for it. Rows without gold count in the first term only.
/// </summary>
/// <param name="student">The network that learns.</param>
/// <param name="gold">The loss on gold of one member.</param>
/// <param name="lessons">What the teachers say.</param>
/// <param name="recipe">Temperature and share.</param>
/// <param name="features">Compares hidden states and attention maps; null leaves them out.</param>
public sealed class DistillationObjective(TextModel student, Loss gold, Lessons lessons, DistillationRecipe recipe, FeatureMatching? features = null) : IObjective
{
    private readonly SoftLoss soft = new(student.Target, recipe.Temperature);

    /// <inheritdoc/>
    public Tensor Loss(Batch batch, long forward)
    {
        using var scope = NewDisposeScope();
        student.DropoutCounter = forward;
        var (input, mix) = (ModelInput.From(batch), Mix.From(batch));
        using var trace = features is null ? null : new Trace();
        var members = student.MemberLogits(input, mix, trace);
        var weights = batch.Weights.Length == 0 ? null : tensor(batch.Weights);
        var teacher = lessons.Of(batch);
        var loss = members.Select(logits => (lessons.Tags > 0 ? soft.OfUnits(logits, teacher, input.Units!.Mask, weights) : soft.Of(logits, teacher, mix, weights)) * recipe.Share).Aggregate((a, b) => a + b);
        // Texts without gold have the spans that the teachers mark, so every row counts.
        if (recipe.Share < 1 && lessons.Tags > 0) loss = loss + student.LossOf(members, LossTarget.From(batch), input, gold) * (1 - recipe.Share);
        else if (recipe.Share < 1)
        {
            var target = LossTarget.From(batch) with { Weights = tensor(lessons.GoldWeights(batch)) };
            loss = members.Select(logits => gold.Of(logits, target) * (1 - recipe.Share)).Aggregate(loss, (a, b) => a + b);
        }
        if (features is not null) loss = loss + features.Distance(input, trace!);
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>The task of training a student, with the projections of <paramref name="features"/> beside it; fill in the rest by <c>with</c>.</summary>
    public static TrainingTask Task(TextModel student, Loss gold, Lessons lessons, DistillationRecipe recipe, FeatureMatching? features, IBatchSource batches)
    {
        var plain = TextObjective.Task(student, gold, batches);
        var task = plain with { Objective = new DistillationObjective(student, gold, lessons, recipe, features) };
        return features is null ? task : Apprentice.Wrap(task, student, features);
    }
}
