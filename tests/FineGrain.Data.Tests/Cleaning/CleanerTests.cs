using CsCheck;
using FineGrain.Core.Recipes;
using FineGrain.Data.Cleaning;

namespace FineGrain.Data.Tests.Cleaning;

public sealed class CleanerTests
{
    private static readonly CleanRecipe Off = new() { ControlCharacters = false };
    private static readonly CleanRecipe All = new() { HtmlEntities = true, Unicode = "nfkc", FullWidth = true, ControlCharacters = true, Whitespace = true };

    public static TheoryData<CleanRecipe, string, string> Steps => new()
    {
        { Off, " a\0b&amp;ｃ ", " a\0b&amp;ｃ " },
        { Off with { HtmlEntities = true }, "fish &amp; &#x4F60;&#22909; &lt;b&gt; &amp;lt; &unknown; AT&T", "fish & 你好 <b> &lt; &unknown; AT&T" },
        { Off with { Unicode = "nfc" }, "cafe\u0301", "caf\u00e9" },
        { Off with { Unicode = "nfkd" }, "ﬁ①", "fi1" },
        { Off with { FullWidth = true }, "ＡＢＣ！１２３\u3000。", "ABC!123 。" },
        { Off with { ControlCharacters = true }, "a\0b\u200Bc\uE000d\te\nf\u00ADg", "abcd\te\nfg" },
        { Off with { Whitespace = true }, " \ta \u3000\n b\u00A0", "a b" },
        { All, "\u3000ｇｏｏｄ&nbsp;&nbsp;film\0 ", "good film" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Each_step_does_its_work_alone(CleanRecipe recipe, string text, string cleaned) => Assert.Equal(cleaned, new Cleaner(recipe).Clean(text).Text);

    [Fact]
    public void A_stretch_leads_back_to_all_it_came_from()
    {
        const string text = "  Ｔｈｅ &quot;cafe\u0301&quot;\u200B  ok ";
        var clean = new Cleaner(All).Clean(text);
        Assert.Equal("The \"café\" ok", clean.Text);
        Assert.Equal("Ｔｈｅ", Slice(0, 3));
        Assert.Equal("&quot;cafe\u0301&quot;", Slice(4, 10));
        Assert.Equal("cafe\u0301", Slice(5, 9));
        Assert.Equal("ok", Slice(11, 13));
        Assert.Equal((text.IndexOf("ok", StringComparison.Ordinal), text.IndexOf("ok", StringComparison.Ordinal)), clean.ToOriginal(11, 11));

        string Slice(int start, int end)
        {
            var (from, to) = clean.ToOriginal(start, end);
            return text[from..to];
        }
    }

    [Fact]
    public void Offsets_always_slice_the_original_in_order()
    {
        string[] parts = ["a", "Good ", "好", "&amp;", "&#20320;", "ﬁ", "e\u0301", "Ａ", "\u3000", "\0", "\u200D", "😀", "𠮷", "\t", "\n", " ", "\uD800", "각", "&", ";"];
        Gen.Select(Gen.Int[0, parts.Length - 1].Array[0, 30], Gen.Bool, Gen.Int[0, 4], Gen.Bool, Gen.Bool, Gen.Bool).Sample((picks, html, form, wide, control, space) =>
        {
            var text = string.Concat(picks.Select(p => parts[p]));
            var recipe = new CleanRecipe { HtmlEntities = html, Unicode = ((string[])["none", "nfc", "nfd", "nfkc", "nfkd"])[form], FullWidth = wide, ControlCharacters = control, Whitespace = space };
            var clean = new Cleaner(recipe).Clean(text);
            var last = (Start: 0, End: 0);
            for (var i = 0; i < clean.Text.Length; i++)
            {
                var (start, end) = clean.ToOriginal(i, i + 1);
                Assert.True(start >= last.Start && end >= last.End && start < end && end <= text.Length, $"{i}: [{start}, {end}) after [{last.Start}, {last.End}) in '{text}'");
                // What no step touches stands in the original as it is.
                if (clean.Text[i] is >= 'a' and <= 'd') Assert.Equal(clean.Text[i], text[start..end].Length == 1 ? text[start] : clean.Text[i]);
                last = (start, end);
            }
            Assert.Equal(new Cleaner(recipe with { HtmlEntities = false }).Clean(clean.Text).Text, clean.Text);
        });
    }
}
