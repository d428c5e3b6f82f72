using System.Text;
using FineGrain.Core;
using FineGrain.Data.Batching;

namespace FineGrain.Data.Tests.Batching;

public sealed class TextWindowsTests
{
    [Fact]
    public void A_text_that_fits_is_one_window_itself()
    {
        var whole = new WordEncoder().Encode("one two three");
        var window = Assert.Single(new TextWindows(whole.Ids.Length).Of("one two three", whole));
        Assert.Same(whole, window.Encoded);
        Assert.Equal((0, 0, 13, false, false), (window.FirstUnit, window.Start, window.End, window.CutBefore, window.CutAfter));
        Assert.Equal(2, new TextWindows(whole.Ids.Length - 1, 0).Of("one two three", whole).Count());
    }

    [Theory]
    [InlineData(12, 3)]
    [InlineData(32, null)]
    [InlineData(50, 0)]
    [InlineData(50, 24)]
    public void Windows_are_stretches_of_the_text_that_overlap_and_leave_nothing_out(int maxLength, int? overlap)
    {
        var text = Story(150);
        var whole = new WordEncoder().Encode(text);
        var windows = new TextWindows(maxLength, overlap).Of(text, whole).ToList();
        int[] tokens = whole.Ids[1..^1];
        int[] owners = whole.TokenUnits[1..^1];
        var covered = 0;
        foreach (var (i, window) in windows.Index())
        {
            var encoded = window.Encoded;
            Assert.InRange(encoded.Ids.Length, 3, maxLength);
            Assert.Equal((1, 2), (encoded.Ids[0], encoded.Ids[^1])); // special tokens repeated
            Assert.Equal(encoded.Ids.Length, encoded.TypeIds.Length);
            Assert.Equal((-1, -1), (encoded.TokenUnits[0], encoded.TokenUnits[^1]));
            // It begins with a whole unit and stands in the text where it says.
            var start = Array.IndexOf(owners, window.FirstUnit);
            Assert.Equal(tokens[start..(start + window.Tokens)], encoded.Ids[1..^1]);
            Assert.Equal(owners[start..(start + window.Tokens)], encoded.TokenUnits[1..^1].Select(u => u + window.FirstUnit));
            Assert.Equal(whole.Offsets[(start + 1)..(start + 1 + window.Tokens)], encoded.Offsets[1..^1]);
            Assert.Equal(whole.Units[window.FirstUnit..(window.FirstUnit + encoded.Units.Length)], encoded.Units);
            Assert.Equal((encoded.Units[0].Start, encoded.Units[^1].End), (window.Start, window.End));
            Assert.Equal(encoded.Units.SelectMany(u => new[] { (int)text[u.Start], u.Length, 5 }), encoded.CharIds);
            Assert.Equal(encoded.Units.SelectMany(u => new[] { u.Length, text[u.End - 1] }), encoded.FeatureIds);
            Assert.Equal((i > 0, i < windows.Count - 1), (window.CutBefore, window.CutAfter));
            if (i > 0) Assert.InRange(start, 0, covered - (overlap ?? maxLength / 4));
            Assert.True(start + window.Tokens > covered);
            covered = start + window.Tokens;
        }
        Assert.Equal(tokens.Length, covered);
    }

    [Fact]
    public void Borders_stand_where_sentences_end_if_one_does_nearby()
    {
        // Sentences of 6 words and a full stop; a window has room for 48 tokens, a sentence ends in each last eighth.
        var text = string.Join(' ', Enumerable.Repeat("a b c d e f.", 60));
        var windows = new TextWindows(50, 12).Of(text, new WordEncoder().Encode(text)).ToList();
        Assert.True(windows.Count > 5);
        Assert.All(windows, w => Assert.Equal('.', text[w.End - 1]));
        Assert.All(windows, w => Assert.Equal('a', text[w.Start]));
    }

    [Theory]
    [InlineData("他来了。她也来了！", 4, true)]
    [InlineData("He left. She stayed.", 9, true)]
    [InlineData("He left.) She stayed.", 10, true)]
    [InlineData("Pi is 3.14 here", 8, false)]
    [InlineData("one\ntwo", 4, true)]
    [InlineData("one two", 4, false)]
    [InlineData("one", 0, false)]
    public void The_end_of_a_sentence_is_seen(string text, int at, bool expected) => Assert.Equal(expected, SentenceBorders.EndsBefore(text, at));

    [Theory]
    [InlineData("aé", 1)] // composed: between the two characters
    [InlineData("ae\u0301b", 3)]
    [InlineData("a😀", 1)]
    public void Blocks_split_no_character(string text, int expected) => Assert.Equal(expected, SentenceBorders.LastIn(text, 0, text.Length - 1));

    [Fact]
    public void A_word_longer_than_a_window_is_split_and_nothing_lost()
    {
        var text = $"start {new string('x', 400)} end of it";
        var whole = new WordEncoder().Encode(text);
        var windows = new TextWindows(22, 5).Of(text, whole).ToList();
        var seen = windows.SelectMany(w => w.Encoded.Offsets[1..^1]).Distinct().OrderBy(o => o.Start);
        Assert.Equal(whole.Offsets[1..^1], seen);
        Assert.All(windows, w => Assert.InRange(w.Encoded.Ids.Length, 3, 22));
        Assert.Equal([0, 1], windows[1].Encoded.TokenUnits.Where(u => u >= 0).Append(1).Distinct());
    }

    [Fact]
    public void A_model_without_units_gets_windows_that_split_no_word()
    {
        var text = Story(60);
        var encoder = new WordEncoder(after: [2, 3, 2], withUnits: false);
        var windows = new TextWindows(30, 8).Of(text, encoder.Encode).ToList();
        Assert.True(windows.Count > 5);
        Assert.All(windows, w => Assert.True(w.Start == 0 || text[w.Start - 1] == ' '));
        Assert.All(windows, w => Assert.Equal([2, 3, 2], w.Encoded.Ids[^3..]));
        Assert.All(windows, w => Assert.Empty(w.Encoded.TokenUnits));
        Assert.Equal(encoder.Encode(text).Ids[1..^3].Length, windows.SelectMany(w => w.Encoded.Offsets[1..^3]).Distinct().Count());
    }

    [Fact]
    public void The_pair_stands_in_every_window()
    {
        var encoder = new WordEncoder(after: [2, 3, 3, 2]);
        var text = Story(40);
        var windows = new TextWindows(30).Of(text, encoder.Encode).ToList();
        Assert.True(windows.Count > 3);
        Assert.All(windows, w => Assert.Equal([2, 3, 3, 2], w.Encoded.Ids[^4..]));
        Assert.All(windows, w => Assert.Equal([0, 1, 1, 0], w.Encoded.TypeIds[^4..]));
    }

    [Fact]
    public void Encoded_in_blocks_gives_the_windows_of_the_whole()
    {
        var text = Story(20_000) + new string(' ', 70_000) + Story(500).Replace(".", "。", StringComparison.Ordinal);
        var encoder = new WordEncoder();
        var blocks = new TextWindows(128).Of(text, encoder.Encode).ToList();
        Assert.True(encoder.Lengths.Count > 3);
        Assert.All(encoder.Lengths, length => Assert.InRange(length, 1, 65_536));
        var whole = new TextWindows(128).Of(text, new WordEncoder().Encode(text)).ToList();
        Assert.Equal(whole.Count, blocks.Count);
        foreach (var (expected, actual) in whole.Zip(blocks))
        {
            Assert.Equal(expected with { Encoded = actual.Encoded }, actual);
            Assert.Equal(expected.Encoded.Ids, actual.Encoded.Ids);
            Assert.Equal(expected.Encoded.Offsets, actual.Encoded.Offsets);
            Assert.Equal(expected.Encoded.TokenUnits, actual.Encoded.TokenUnits);
            Assert.Equal(expected.Encoded.Units, actual.Encoded.Units);
        }
    }

    [Fact]
    public void A_text_of_10_MB_takes_no_more_memory_than_a_short_one_and_its_first_window_comes_at_once()
    {
        var text = string.Concat(Enumerable.Repeat(new string('w', 99) + " ", 100_000));
        var encoder = new WordEncoder(tokenLength: 100);
        using var windows = new TextWindows(512).Of(text, encoder.Encode).GetEnumerator();
        Assert.True(windows.MoveNext());
        Assert.InRange(encoder.Lengths.Sum(), 1, 65_536);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var count = 1;
        for (; windows.MoveNext(); count++)
            if (count == 200) Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1_000_000);
        Assert.InRange(count, 260, 330);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    public void A_text_without_a_unit_is_one_window(string text)
    {
        var window = Assert.Single(new TextWindows(8).Of(text, new WordEncoder().Encode));
        Assert.Equal([1, 2], window.Encoded.Ids);
        Assert.Equal((0, text.Length, false, false), (window.Start, window.End, window.CutBefore, window.CutAfter));
    }

    [Fact]
    public void Settings_that_leave_no_room_are_refused_with_what_is_allowed()
    {
        var text = Story(40);
        Assert.Contains("leave no room for the text beside 2 special tokens", Assert.Throws<InputException>(() => new TextWindows(2).Of(text, new WordEncoder().Encode).ToList()).Message, StringComparison.Ordinal);
        Assert.Contains("Allowed: 0 to 9.", Assert.Throws<InputException>(() => new TextWindows(20, 10).Of(text, new WordEncoder().Encode).ToList()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextWindows(20, -1));
    }

    /// <summary>Sentences of 3 to 9 words of 1 to 9 letters.</summary>
    private static string Story(int sentences)
    {
        var story = new StringBuilder();
        for (var s = 0; s < sentences; s++)
        {
            for (var w = 0; w < 3 + (s * 5 % 7); w++) story.Append((char)('a' + ((s + w) % 26)), 1 + ((s + (w * 3)) % 9)).Append(' ');
            story[^1] = '.';
            story.Append(' ');
        }
        return story.ToString();
    }
}
