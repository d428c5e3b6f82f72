using FineGrain.Core;
using FineGrain.Feedback.Reviewing;

namespace FineGrain.Feedback.Tests.Reviewing;

public sealed class BordersTests
{
    [Theory]
    [InlineData("北京大学很好", 0, 2, true, 2, false, 0, 4)]
    [InlineData("北京大学很好", 0, 2, false, 1, false, 1, 2)]
    [InlineData("北京大学很好", 0, 2, false, 2, false, 0, 2)] // never empty
    [InlineData("北京大学很好", 2, 4, true, 99, false, 2, 6)]
    [InlineData("the new York Times said", 8, 12, true, 1, true, 8, 18)]
    [InlineData("the new York Times said", 8, 12, false, -1, true, 4, 12)]
    [InlineData("a👨‍👩‍👧b", 0, 1, true, 1, false, 0, 9)] // one family, eight units
    [InlineData("cafe\u0301s", 0, 3, true, 1, false, 0, 5)] // an accent stays with its letter
    public void A_border_moves_over_what_a_reader_sees(string text, int start, int end, bool movesEnd, int by, bool words, int newStart, int newEnd) =>
        Assert.Equal(new Span(newStart, newEnd, "X"), Borders.Move(text, new(start, end, "X"), movesEnd, by, words));
}
