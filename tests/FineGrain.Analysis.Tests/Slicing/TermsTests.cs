using FineGrain.Analysis.Slicing;

namespace FineGrain.Analysis.Tests.Slicing;

public sealed class TermsTests
{
    [Theory]
    [InlineData("Don't stop, it’s GREAT!", "don't|stop|it's|great")]
    [InlineData("房间很脏", "房间|间很|很脏")]
    [InlineData("很 A4纸", "很|a4|纸")]
    [InlineData("iPhone15手机。好", "iphone15|手机|好")]
    [InlineData("𠮷野家", "𠮷野|野家")]
    [InlineData("", "")]
    [InlineData("!!! 😀", "")]
    public void Words_are_words_and_Chinese_goes_by_pairs(string text, string expected) => Assert.Equal(expected, string.Join('|', Terms.Of(text)));

    [Theory]
    [InlineData("negation", "I don't like it", true)]
    [InlineData("negation", "I liked it", false)]
    [InlineData("negation", "notable cast", false)]
    [InlineData("negation", "一点也不好", true)]
    [InlineData("contrast", "On the other hand, no", true)]
    [InlineData("contrast", "butter", false)]
    [InlineData("contrast", "位置好，但是很吵", true)]
    [InlineData("irony", "Oh great, again", true)]
    [InlineData("irony", "呵呵，服务真好", true)]
    [InlineData("degree", "A BIT slow", true)]
    public void Lexicons_find_whole_words_and_Chinese_anywhere(string lexicon, string text, bool found) => Assert.Equal(found, Lexicon.Named(lexicon).In(text));
}
