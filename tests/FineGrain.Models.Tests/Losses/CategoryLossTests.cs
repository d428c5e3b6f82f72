using FineGrain.Core;
using FineGrain.Models.Losses;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Losses;

public sealed class CategoryLossTests
{
    /// <summary>Two categories, labels mixed: a=x, b=x, a=y. The first row says a=y and nothing of b.</summary>
    [Fact]
    public void Each_category_has_a_softmax_with_silence()
    {
        using var scope = NewDisposeScope();
        var loss = new CategoryLoss(new LabelGroups(["a=x", "b=x", "a=y"]));
        var logits = tensor(new[] { 1f, 2f, 3f, -1f, 0f, 1f }, [2, 3]);
        var target = new LossTarget(tensor(new[] { 0f, 0f, 1f, 0f, 1f, 0f }, [2, 3]));
        double First() => (-3 + Math.Log(1 + Math.Exp(1) + Math.Exp(3)) + Math.Log(1 + Math.Exp(2))) / 2;
        double Second() => (Math.Log(1 + Math.Exp(-1) + Math.Exp(1)) + Math.Log(2)) / 2;
        Assert.Equal((First() + Second()) / 2, loss.Of(logits, target).item<float>(), 5);
    }
}
