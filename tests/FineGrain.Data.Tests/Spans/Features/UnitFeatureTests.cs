using System.Text;
using CsCheck;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Randomness;
using FineGrain.Data.Spans.Features;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Spans.Features;

public sealed class UnitFeatureTests
{
    private const string English = "SOCCER - Ann Lee ( of IBM ) met Ann on 12/05/1996 .";
    private const string Chinese = "高勇：男，1996年生，NBA《高勇传》";

    [Fact]
    public void A_conjunction_hashes_its_parts_with_marks_outside_the_text()
    {
        var ids = Of("a b", "word@-1+word");
        Assert.Equal([Bucket("word@-1+word", UnitText.Before, Word("a")), Bucket("word@-1+word", Word("a"), Word("b"))], ids);
        Assert.Equal([Bucket("word@2", UnitText.After), Bucket("word@2", UnitText.After)], Of("a b", "word@2"));
    }

    [Theory]
    [InlineData("word", "Ann ann IBM ibm", "0 0 2 2")]
    [InlineData("form", "Ann ann IBM IBM", "0 1 2 2")]
    [InlineData("prefix3", "Paris park PAR pa", "0 0 0 -")]
    [InlineData("suffix2", "walking king G ng", "0 0 - 0")]
    [InlineData("shape", "Ann Bob 12 34 U.S. U.K. 1-2", "0 0 2 2 4 4 6")]
    [InlineData("short_shape", "Ann Robert 12 1996 1-2 10-20", "0 0 2 2 4 4")]
    [InlineData("digits", "12 34 1st 2nd 3st no", "0 0 2 3 2 -")]
    [InlineData("case", "Ann Bob IBM U I McDonald iPhone go 12 ,", "0 0 2 3 3 5 5 7 8 8")]
    [InlineData("first", "Go . Now go ! No", "0 - 0 - - 0")]
    [InlineData("elsewhere", "China beat Japan . Goal : china , Japan", "0 - 2 - - - - - 2")]
    [InlineData("again", "Ann met Bob and ann", "0 - - - 0")]
    [InlineData("enclosed", "a ( b [ c ] d ) e", "- - 2 2 4 2 2 - -")]
    [InlineData("left_of_capitals", "the Bank Of China in the Hague", "- 1 1 1 - - 1")]
    [InlineData("right_of_capitals", "the Bank Of China in Den Haag in", "- 1 1 1 - 1 1 -")]
    [InlineData("upper_text", "CRICKET - ENGLAND WIN", "0 0 0 0")]
    [InlineData("upper_text", "CRICKET - England WIN", "- - - -")]
    [InlineData("length", "a bb cc", "0 1 1")]
    [InlineData("clause", "a b , c", "0 1 2 0")]
    [InlineData("position", "a b c d e f g h i", "0 1 2 3 4 4 4 4 8")]
    public void A_property_tells_units_apart_as_documented(string property, string text, string expected) =>
        Assert.Equal(expected, Pattern(Of(text, property)));

    [Theory]
    [InlineData("class", "一年高A9a，Ａ😀", "0 1 2 3 4 5 6 3 8")]
    [InlineData("doubled", "看看一看天天", "- 1 - 3 - 1")]
    [InlineData("run", "在NBA和NBA", "- 1 1 1 - 1 1 1")]
    [InlineData("run_place", "在NBA和A", "- 1 2 3 - -")]
    [InlineData("space", "在 N天", "0 1 2")]
    [InlineData("again_in_pair", "高勇：高勇", "0 1 - 0 1")]
    [InlineData("enclosed", "看《红楼》好", "- - 2 2 - -")]
    public void A_property_of_Chinese_tells_characters_apart_as_documented(string property, string text, string expected) =>
        Assert.Equal(expected, Pattern(OfCharacters(text, property)));

    [Theory, InlineData("english", English), InlineData("chinese", Chinese)]
    public void A_preset_stays_in_its_buckets_whatever_stands_beside_it(string preset, string text)
    {
        var features = Features([preset], buckets: 1000);
        var units = preset == "english" ? Words(text) : Characters(text);
        var ids = features.Of(text, units);
        Assert.Equal(units.Length * features.Count, ids.Length);
        Assert.All(ids, id => Assert.InRange(id, 0, 999));
        Assert.Equal(features.Templates.Count, features.Count);
        var alone = Features([features.Templates[5]], buckets: 1000).Of(text, units);
        Assert.Equal(alone, ids.Where((_, i) => i % features.Count == 5));
    }

    [Fact]
    public void The_buckets_are_part_of_the_model_format()
    {
        string[] templates = ["word@-1+word", "form", "prefix3", "suffix2@1", "shape", "short_shape@-1", "digits", "case+class", "first+length", "run+run_place", "enclosed", "elsewhere+again", "space+clause+position"];
        var hash = StableHash.Start;
        foreach (var id in Features(templates).Of(English, Words(English)).Concat(Features(templates).Of(Chinese, Characters(Chinese)))) hash = StableHash.Add(hash, (uint)id);
        Assert.Equal(KnownHash, StableHash.Mix(hash));
    }

    [Fact]
    public void Any_text_has_features()
    {
        var features = Features(["english", "chinese"]);
        Gen.String.Sample(text =>
        {
            var units = Characters(text);
            Assert.Equal(units.Length * features.Count, features.Of(text, units).Length);
        }, iter: 200);
        Assert.Empty(features.Of("", []));
        Assert.Empty(Features([]).Of("a", [new(0, 1)]));
    }

    [Theory]
    [InlineData("wrod", "'wrod' is neither a preset nor a property of a unit. Did you mean 'word'")]
    [InlineData("word@-1+englsh", "'englsh'")]
    [InlineData("word@x", "'x' is no place")]
    [InlineData("word@9", "from -8 to 8")]
    public void A_wrong_template_is_refused(string template, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Features([template])).Message, StringComparison.Ordinal);

    private const ulong KnownHash = 4875377365484443395;

    private static UnitFeatures Features(string[] templates, int buckets = 1 << 20) => new(new FeatureRecipe { Templates = templates, Buckets = buckets });

    private static int[] Of(string text, string template) => Features([template]).Of(text, Words(text));

    private static int[] OfCharacters(string text, string template) => Features([template]).Of(text, Characters(text));

    /// <summary>Each id as the place where it first stands; - for none.</summary>
    private static string Pattern(int[] ids) => string.Join(' ', ids.Select(id => id == 0 ? "-" : Array.IndexOf(ids, id).ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static ulong Word(string word) => StableHash.Of(word);

    private static int Bucket(string template, params ulong[] values)
    {
        var hash = values.Aggregate(StableHash.Of(template), (h, value) => StableHash.Mix(h ^ value) + 0x9E3779B97F4A7C15UL);
        return (int)(((UInt128)hash * ((1 << 20) - 1)) >> 64) + 1;
    }

    private static Offset[] Words(string text)
    {
        var (units, from) = (new List<Offset>(), 0);
        foreach (var word in text.Split(' '))
        {
            units.Add(new(from, from + word.Length));
            from += word.Length + 1;
        }
        return [.. units];
    }

    private static Offset[] Characters(string text)
    {
        var (units, from) = (new List<Offset>(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var length = from + 1 < text.Length && char.IsSurrogatePair(text[from], text[from + 1]) ? 2 : 1;
            if (!Rune.IsWhiteSpace(rune)) units.Add(new(from, from + length));
            from += length;
        }
        return [.. units];
    }
}
