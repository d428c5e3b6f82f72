namespace FineGrain.Core.Tests;

public sealed class LabelGroupsTests
{
    private static readonly LabelGroups Groups = new(["price=good", "taste=good", "price=bad"]);

    [Fact]
    public void Labels_of_a_category_share_one_probability_with_not_being_mentioned()
    {
        var shares = Groups.Probabilities([MathF.Log(3), 0, MathF.Log(4)]);
        Assert.Equal([3.0 / 8, 0.5, 0.5], shares.Select(s => Math.Round(s, 6)));
    }

    [Fact]
    public void A_category_is_answered_when_a_label_is_likelier_than_silence()
    {
        Assert.Equal([2], Groups.Chosen([0.375, 0.5, 0.5]));
        Assert.Equal([1], Groups.Chosen([0.2, 0.6, 0.3]));
    }

    [Fact]
    public void Choices_are_counted_within_their_category() => Assert.Equal([2, 0], Groups.Choices([2]));

    [Fact]
    public void A_label_without_a_category_is_refused()
    {
        var error = Assert.Throws<InputException>(() => new LabelGroups(["good"]));
        Assert.Contains("'good' is no label of a category", error.Message, StringComparison.Ordinal);
    }
}
