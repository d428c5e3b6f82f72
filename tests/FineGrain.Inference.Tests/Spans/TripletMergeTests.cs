using FineGrain.Core;
using FineGrain.Inference.Spans;

namespace FineGrain.Inference.Tests.Spans;

public sealed class TripletMergeTests
{
    /// <summary>Characters 78 to 95, in the overlap of [0, 100) and [70, 200).</summary>
    private static readonly Triplet Life = Of(90, 95, 78, 82), Alone = new(new(0, 0, "NEG"), new(78, 82, "opinion"));

    [Fact]
    public void One_windows_answer_is_returned_as_it_is()
    {
        Triplet[] found = [Life, Alone];
        Assert.Same(found, TripletMerge.Of([new(0, 200, false, false, found)]));
    }

    [Fact]
    public void A_triplet_that_both_windows_found_counts_once() => Assert.Equal([Life], Merged([Life], [Life]));

    [Fact]
    public void The_window_that_sees_most_around_the_hull_decides()
    {
        // 5 characters behind the hull in the first window, 8 before it in the second.
        Assert.Empty(Merged([Life], []));
        Assert.Equal([Life], Merged([], [Life]));
        Assert.Equal([Life with { Aspect = new(90, 95, "NEG") }], Merged([Life], [Life with { Aspect = new(90, 95, "NEG") }]));
    }

    [Fact]
    public void A_hull_that_only_one_window_sees_whole_is_decided_by_it() => Assert.Equal([Of(90, 95, 60, 64)], Merged([Of(90, 95, 60, 64)], []));

    [Fact]
    public void An_opinion_that_judges_what_one_window_does_not_see_is_not_also_alone()
    {
        // The second window sees more around the opinion, but not the aspect before it.
        var named = Of(60, 64, 86, 89);
        Assert.Equal([named], Merged([named], [new(new(0, 0, "NEG"), named.Opinion)]));
    }

    [Fact]
    public void An_aspect_that_a_border_cut_off_loses_to_the_whole_one()
    {
        // Both windows see the opinion at the border of the second and no more around the hull of the half aspect.
        Triplet half = Of(90, 100, 70, 75), whole = Of(90, 110, 70, 75);
        Assert.Equal([whole], Merged([half], [whole]));
    }

    [Fact]
    public void Triplets_are_ordered_by_aspect_then_by_opinion_and_those_of_one_window_are_not_judged_again()
    {
        Triplet first = Of(10, 14, 20, 24), second = Of(10, 14, 30, 34), other = Of(150, 155, 140, 145);
        Assert.Equal([Of(5, 8, 20, 24), first, second, other], Merged([second, first, Of(5, 8, 20, 24)], [other]));
    }

    private static IReadOnlyList<Triplet> Merged(Triplet[] left, Triplet[] right) => TripletMerge.Of([new(0, 100, false, true, left), new(70, 200, true, false, right)]);

    private static Triplet Of(int aspect, int aspectEnd, int opinion, int opinionEnd) => new(new(aspect, aspectEnd, "POS"), new(opinion, opinionEnd, "opinion"));
}
