using FineGrain.Core;
using FineGrain.Inference.Spans;

namespace FineGrain.Inference.Tests.Spans;

public sealed class WindowLogitsTests
{
    [Theory, InlineData("label"), InlineData("labels"), InlineData("number")]
    public void One_windows_logits_are_returned_as_they_are(string target)
    {
        float[] logits = [3, -1];
        Assert.Same(logits, WindowLogits.Of([(logits, 5)], target));
    }

    /// <summary>Probabilities ½ ½ on 3 tokens and ¼ ¾ on 1: ln p is (3 ln ½ + ln ¼) / 4 and (3 ln ½ + ln ¾) / 4, whatever is added to a row of logits.</summary>
    [Fact]
    public void One_label_takes_the_mean_of_log_probabilities_by_tokens()
    {
        var combined = WindowLogits.Of([([7, 7], 3), ([0, MathF.Log(3)], 1)], "label");
        Assert.Equal([(float)(((3 * Math.Log(0.5)) + Math.Log(0.25)) / 4), (float)(((3 * Math.Log(0.5)) + Math.Log(0.75)) / 4)], combined, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Many_labels_take_the_window_that_is_surest_of_each() => Assert.Equal([2f, 1], WindowLogits.Of([([2, -3], 90), ([-4, 1], 2)], "labels"));

    [Fact]
    public void A_number_takes_the_mean_by_tokens() => Assert.Equal([3.5f], WindowLogits.Of([([3], 3), ([5], 1)], "number"));

    [Fact]
    public void A_category_takes_all_its_logits_from_the_window_that_is_surest_of_its_being_mentioned()
    {
        LabelGroups categories = new(["price=good", "price=bad", "food=good"]);
        // One mention of the price in a short part of a long text, and another one of food.
        Assert.Equal([3f, 1, 2], WindowLogits.Of([([-5, -4, 2], 100), ([3, 1, -6], 5), ([-9, 2.5f, 1], 100)], "categories", categories));
        // ln(e² + e²) = 2.7 is more than ln(e^2.5 + e^-9).
        Assert.Equal([2f, 2, 0], WindowLogits.Of([([2.5f, -9, 0], 9), ([2, 2, 0], 1)], "categories", categories));
        Assert.Throws<ArgumentNullException>(() => WindowLogits.Of([([0, 0, 0], 1), ([0, 0, 0], 1)], "categories"));
    }

    [Fact]
    public void No_window_is_a_bug_of_the_caller() => Assert.Throws<ArgumentException>(() => WindowLogits.Of([], "label"));
}
