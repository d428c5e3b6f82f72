using CsCheck;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Augmenting;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Tests.Augmenting;

public sealed class AugmenterTests
{
    private const string English = "The film isn't bad, it is a truly lovely piece of work!";
    private const string Chinese = "这家酒店的房间很干净，服务也不错。";

    private static readonly Example[] Corpus = [new() { Id = "1", Text = "red red red blue" }, new() { Id = "2", Text = "红红红蓝" }];

    private static string Change(AugmentRecipe recipe, string text, int seed = 1) => new Augmenter(recipe, Corpus).Change(text, new SeededRandom(seed));

    [Theory]
    [InlineData("isn't it—good, 3D?", "isn't|it|good|3D")]
    [InlineData("很好Good的café店", "很|好|Good|的|café|店")]
    [InlineData("'quoted' words'", "quoted|words")]
    public void Units_are_words_and_chinese_characters(string text, string units)
    {
        var cut = TextUnit.Cut(text);
        Assert.Equal(text, string.Concat(cut.Select(u => u.Text)));
        Assert.Equal(units, string.Join('|', cut.Where(u => u.Kind != UnitKind.Gap).Select(u => u.Text)));
    }

    [Fact]
    public void Units_together_are_always_the_text() =>
        Gen.String.Sample(text => Assert.Equal(text, string.Concat(TextUnit.Cut(text).Select(u => u.Text))));

    [Theory]
    [InlineData(English)]
    [InlineData(Chinese)]
    public void Deletion_leaves_at_least_one_unit_and_only_units_of_the_text(string text)
    {
        var before = TextUnit.Cut(text).Where(u => u.Kind != UnitKind.Gap).Select(u => u.Text).ToList();
        for (var seed = 0; seed < 50; seed++)
        {
            var some = TextUnit.Cut(Change(new AugmentRecipe { Delete = 0.3 }, text, seed)).Where(u => u.Kind != UnitKind.Gap).Select(u => u.Text).ToList();
            var at = -1;
            Assert.All(some, u => Assert.True((at = before.IndexOf(u, at + 1)) >= 0, $"'{u}' out of order"));
            Assert.Single(TextUnit.Cut(Change(new AugmentRecipe { Delete = 1 }, text, seed)), u => u.Kind != UnitKind.Gap);
        }
    }

    [Theory]
    [InlineData(English)]
    [InlineData(Chinese)]
    public void Swapping_keeps_the_units_and_the_punctuation(string text)
    {
        var changed = Change(new AugmentRecipe { Swap = 0.5 }, text);
        Assert.NotEqual(text, changed);
        Assert.Equal(text.Order(), changed.Order());
    }

    [Fact]
    public void Replacements_come_from_the_corpus_by_frequency_and_of_the_same_kind()
    {
        var words = Change(new AugmentRecipe { Replace = 1 }, string.Join(' ', Enumerable.Repeat("word", 2000)));
        Assert.Equal(2000, words.Split(' ').Length);
        Assert.InRange(words.Split(' ').Count(w => w == "red"), 1400, 1600);
        Assert.All(words.Split(' '), w => Assert.Contains(w, (string[])["red", "blue"]));
        Assert.All(Change(new AugmentRecipe { Replace = 1 }, "很好"), c => Assert.Contains(c, "红蓝"));
    }

    [Fact]
    public void Character_noise_changes_letters_at_its_rate()
    {
        var text = string.Join(' ', Enumerable.Repeat("wonderful", 500));
        var words = Change(new AugmentRecipe { Characters = 0.05 }, text).Split(' ');
        Assert.Equal(500, words.Length);
        Assert.InRange(words.Count(w => w != "wonderful"), 130, 230); // 1 - 0.95^9 = 37 %, less the changes that change nothing
        Assert.DoesNotContain("", words);
        var chinese = Change(new AugmentRecipe { Characters = 0.5 }, Chinese);
        Assert.All(chinese, c => Assert.Contains(c, Chinese));
        Assert.NotEqual(Chinese, chinese);
    }

    [Fact]
    public void The_same_stream_gives_the_same_text()
    {
        var recipe = new AugmentRecipe { Delete = 0.2, Swap = 0.2, Replace = 0.2, Characters = 0.2 };
        Assert.Equal(Change(recipe, English, 4), Change(recipe, English, 4));
        Assert.NotEqual(Change(recipe, English, 4), Change(recipe, English, 5));
        Assert.False(new Augmenter(new AugmentRecipe { Mixup = 0.2 }, Corpus).IsOn);
    }
}
