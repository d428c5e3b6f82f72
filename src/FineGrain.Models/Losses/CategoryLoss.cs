using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Models.Losses;

/// <summary>
/// The mean over categories of −Σ_c q_c log softmax(0, z_g)_c, z_g the logits of the category's labels and 0 that of not being mentioned, whose target is what the labels leave of 1.
/// </summary>
/// <param name="groups">Which labels belong together.</param>
public sealed class CategoryLoss(LabelGroups groups) : Loss
{
    private protected override (Tensor Losses, Tensor Weights) Rows(Tensor logits, Tensor values)
    {
        var rows = logits.shape[0];
        var none = zeros(rows, 1, device: logits.device); // (B, 1)
        Tensor? sum = null;
        for (var g = 0; g < groups.Names.Count; g++)
        {
            var columns = tensor([.. groups.Of(g).Select(c => (long)c)], device: logits.device);
            var targets = values.view(rows, -1).index_select(1, columns); // (B, k)
            var shares = cat([none, logits.index_select(1, columns)], 1).log_softmax(-1); // (B, 1 + k)
            var loss = -(shares * cat([(1 - targets.sum(1, true)).clamp_min(0), targets], 1)).sum(-1); // (B)
            sum = sum is null ? loss : sum + loss;
        }
        return (sum! / groups.Names.Count, ones(rows, device: logits.device));
    }
}
