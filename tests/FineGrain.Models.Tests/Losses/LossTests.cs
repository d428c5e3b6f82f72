using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Losses;
using FineGrain.Models.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Losses;

public sealed class LossTests
{
    private static readonly float[] weights = [0.5f, 1, 2.5f];

    [Fact]
    public void Cross_entropy_equals_that_of_PyTorch_and_ignores_rows_of_minus_100() => AssertLoss("cross_entropy", new CrossEntropy(), "logits", "classes");

    [Fact]
    public void Cross_entropy_with_class_weights_equals_that_of_PyTorch() => AssertLoss("cross_entropy_class_weights", new CrossEntropy(classWeights: weights), "logits", "classes");

    [Fact]
    public void Cross_entropy_with_smoothing_equals_that_of_PyTorch() => AssertLoss("cross_entropy_smoothing", new CrossEntropy(0.1), "logits", "classes");

    [Fact]
    public void Cross_entropy_with_row_weights_is_their_weighted_mean() => AssertLoss("cross_entropy_row_weights", new CrossEntropy(), "logits", "classes", "row_weights");

    [Fact]
    public void Cross_entropy_of_mixed_targets_equals_that_of_PyTorch() => AssertLoss("cross_entropy_mixed", new CrossEntropy(), "logits", "mixed");

    [Fact]
    public void Focal_loss_equals_its_equation() => AssertLoss("focal", new FocalLoss(2), "logits", "classes");

    [Fact]
    public void Focal_loss_with_gamma_0_is_cross_entropy() => AssertLoss("cross_entropy", new FocalLoss(0), "logits", "classes");

    [Fact]
    public void Binary_cross_entropy_equals_that_of_PyTorch() => AssertLoss("binary_cross_entropy", new BinaryCrossEntropy(), "logits", "flags");

    [Fact]
    public void Binary_cross_entropy_with_class_weights_equals_that_of_PyTorch() =>
        AssertLoss("binary_cross_entropy_class_weights", new BinaryCrossEntropy(classWeights: weights), "logits", "flags");

    [Fact]
    public void Mean_squared_error_equals_that_of_PyTorch() => AssertLoss("mean_squared_error", new MeanSquaredError(), "scores", "gold");

    [Fact]
    public void A_number_that_is_missing_is_ignored()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 1, 5, 3 }, [3, 1]);
        Assert.Equal(2.5f, new MeanSquaredError().Of(logits, new(tensor(new[] { 2, float.NaN, 1 }))).ToSingle()); // ((1-2)² + (3-1)²) / 2
    }

    [Fact]
    public void A_batch_of_ignored_rows_has_loss_0_and_gradient_0()
    {
        using var scope = NewDisposeScope();
        var logits = randn(2, 3).requires_grad_();
        var loss = new CrossEntropy().Of(logits, new(tensor(new float[] { -100, -100 })));
        loss.backward();
        Assert.Equal(0, loss.ToSingle());
        Assert.Equal(0, logits.grad!.abs().sum().ToSingle());
    }

    [Fact]
    public void Auto_takes_the_loss_of_the_target()
    {
        Assert.IsType<CrossEntropy>(Loss.Named(new LossRecipe(), "label"));
        Assert.IsType<BinaryCrossEntropy>(Loss.Named(new LossRecipe(), "labels"));
        Assert.IsType<MeanSquaredError>(Loss.Named(new LossRecipe(), "number"));
    }

    [Fact]
    public void A_loss_of_another_target_is_refused()
    {
        var error = Assert.Throws<InputException>(() => Loss.Named(new LossRecipe { Name = "focal" }, "number"));
        Assert.Contains("Allowed: auto, mean-squared-error.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_leaves_no_tensor_behind()
    {
        using var logits = randn(4, 3);
        using var values = tensor(new float[] { 0, 2, -100, 1 });
        var loss = new CrossEntropy(0.1, weights);
        LiveTensors.AssertNoLeak(() => loss.Of(logits, new(values)).Dispose());
    }

    private static void AssertLoss(string golden, Loss loss, string logits, string values, string? rows = null)
    {
        using var scope = NewDisposeScope();
        var target = new LossTarget(GoldenNumbers.Tensor("losses", values), rows is null ? null : GoldenNumbers.Tensor("losses", rows));
        GoldenNumbers.AssertClose(GoldenNumbers.Tensor("losses", golden), loss.Of(GoldenNumbers.Tensor("losses", logits), target), 1e-6);
    }
}
