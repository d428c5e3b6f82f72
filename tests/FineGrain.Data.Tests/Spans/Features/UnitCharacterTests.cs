using FineGrain.Data.Spans.Features;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Spans.Features;

public sealed class UnitCharacterTests
{
    [Fact]
    public void A_unit_stands_between_marks_and_is_padded()
    {
        var characters = new UnitCharacters("abc", width: 6);
        Assert.Equal([2, 4, 5, 3, 0, 0, 2, 6, 1, 4, 3, 0], characters.Of("ab cxa", [new(0, 2), new(3, 6)]));
        Assert.Equal((7, 6), (characters.Size, characters.Width));
    }

    [Fact]
    public void A_long_unit_keeps_its_head_and_its_tail() =>
        Assert.Equal([2, 4, 5, 6, 12, 13, 3], new UnitCharacters("abcdefghij", width: 7).Of("abcdefghij", [new(0, 10)]));

    [Fact]
    public void The_vocabulary_is_learned_by_frequency_and_survives_as_a_string()
    {
        var characters = UnitCharacters.Learn(["bab b", "a😀😀 中x"], width: 8);
        Assert.Equal("ba😀", characters.Vocabulary);
        var again = new UnitCharacters(characters.Vocabulary, 8);
        const string text = "a😀中\uD83D";
        Assert.Equal([2, 5, 6, 1, 1, 3, 0, 0], again.Of(text, [new(0, text.Length)]));
    }

    [Fact]
    public void A_character_that_is_there_twice_is_refused() => Assert.Throws<ArgumentException>(() => new UnitCharacters("aba"));

    [Fact]
    public void No_units_give_no_ids() => Assert.Empty(new UnitCharacters("a").Of("a", ReadOnlySpan<Offset>.Empty));
}
