using FineGrain.Core;
using FineGrain.Models;
using FineGrain.Models.Losses;
using static TorchSharp.torch;

namespace FineGrain.Training.Objectives;

/// <summary>
/// Labels or numbers from texts: the mean over the model's members of the loss between logits and targets. Members of an ensemble share the batch and
/// nothing else, so each gets the gradient of its own loss (divided by their number).
/// </summary>
/// <param name="model">The network; its dropout is drawn anew for each forward pass, from its seed and the number of the pass.</param>
/// <param name="loss">The loss.</param>
public sealed class ClassifyObjective(TextModel model, Loss loss) : IObjective
{
    /// <inheritdoc/>
    public Tensor Loss(Batch batch, long forward)
    {
        using var scope = NewDisposeScope();
        model.DropoutCounter = forward;
        var target = LossTarget.From(batch);
        var members = model.MemberLogits(ModelInput.From(batch), Mix.From(batch));
        var sum = loss.Of(members[0], target);
        for (var i = 1; i < members.Count; i++) sum = sum + loss.Of(members[i], target);
        return (members.Count == 1 ? sum : sum / members.Count).MoveToOuterDisposeScope();
    }
}
