using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Spans.Features;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Spans.Features;

public sealed class LexiconTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Every stretch of units is looked up on its own; each set keeps the longest, and of equally long ones the most frequent.</summary>
    [Fact]
    public void Matches_are_those_of_every_stretch_looked_up_alone()
    {
        var random = new Random(4);
        string Word(int most) => string.Concat(Enumerable.Range(0, 1 + random.Next(most)).Select(_ => "甲乙丙"[random.Next(3)]));
        for (var round = 0; round < 40; round++)
        {
            var lexicon = new Lexicon(Enumerable.Range(1, 8).Select(n => new LexiconWord(Word(4), "", n * 100)));
            var frequencies = lexicon.Words.GroupBy(w => w.Word).ToDictionary(g => g.Key, g => g.Sum(w => w.Frequency));
            var text = Word(12);
            var units = Characters(text);
            var matches = new LexiconMatches(new(text, units, lexicon), lexicon);
            for (var i = 0; i < text.Length; i++)
            {
                var all = (from a in Enumerable.Range(0, text.Length)
                           from b in Enumerable.Range(a, text.Length - a)
                           where a <= i && i <= b && frequencies.ContainsKey(text[a..(b + 1)])
                           select (a, b, length: b - a + 1, frequency: frequencies[text[a..(b + 1)]])).ToList();
                void Same(LexiconMatch match, IEnumerable<(int a, int b, int length, int frequency)> set)
                {
                    var best = set.OrderByDescending(m => m.length).ThenByDescending(m => m.frequency).FirstOrDefault();
                    Assert.Equal(best.length, match.Length);
                    if (best.length > 0) Assert.Equal(best.frequency, lexicon[match.Id].Frequency);
                }
                Same(matches.Single[i], all.Where(m => m.length == 1));
                Same(matches.Begin[i], all.Where(m => m.length > 1 && m.a == i));
                Same(matches.End[i], all.Where(m => m.length > 1 && m.b == i));
                Same(matches.Inside[i], all.Where(m => m.a < i && i < m.b));
            }
        }
    }

    [Fact]
    public void Words_of_several_units_match_in_either_case_and_only_whole_units()
    {
        var lexicon = new Lexicon([new("New York", "place"), new("York", "place"), new("York", "name")]);
        const string text = "NEW YORK Yorkshire new york";
        var features = new UnitFeatures(new FeatureRecipe { Templates = ["lexicon_begin", "lexicon_end_type", "lexicon_single_type"] }, lexicon);
        var ids = features.Of(text, [new(0, 3), new(4, 8), new(9, 18), new(19, 22), new(23, 27)]);
        Assert.Equal([true, false, false, false, true, true, false, false, false, true, false, false, false, true, true], ids.Select(id => id > 0));
        Assert.Equal(ids[0], ids[9]);
        Assert.NotEqual(ids[4], ids[5]);
    }

    [Fact]
    public void The_preset_has_something_to_say_about_every_unit_and_keeps_its_buckets()
    {
        var lexicon = new Lexicon([new("南京", "place"), new("南京市", "place"), new("长江大桥", "bridge")]);
        var features = new UnitFeatures(new FeatureRecipe { Templates = ["lexicon"], Buckets = 500 }, lexicon);
        var ids = features.Of("在南京市长江大桥", Characters("在南京市长江大桥"));
        Assert.All(ids, id => Assert.InRange(id, 0, 499));
        Assert.All(Enumerable.Range(0, 8), u => Assert.Contains(ids.Skip(u * features.Count).Take(features.Count), id => id > 0));
    }

    [Fact]
    public void Saving_and_loading_gives_the_same_words()
    {
        var lexicon = new Lexicon([new("New York", "place", 7), new("甲乙"), new("甲乙", "x"), new("#1", "", 2)]);
        var path = Path.Combine(folder.Path, "words.tsv");
        lexicon.Save(path);
        var again = Lexicon.Load(path);
        Assert.Equal(lexicon.Words, again.Words);
        Assert.Equal(3, again.Count);
    }

    [Theory]
    [InlineData("Ann\n\n  New   York \tplace\n甲\t\t3", "Ann||1;New York|place|1;甲||3")]
    [InlineData("", "")]
    public void A_file_has_a_word_a_line(string content, string expected) =>
        Assert.Equal(expected, string.Join(';', Lexicon.Load(File(content), "words").Words.Select(w => $"{w.Word}|{w.Type}|{w.Frequency}")));

    [Theory]
    [InlineData("a\nb\tx\tmany", "words:2: 'many' is no frequency")]
    [InlineData("a\tx\t0", "words:1: '0' is no frequency")]
    [InlineData("a\n\tx", "words:2: the first column, the word, is empty")]
    [InlineData("a\tb\t1\tc", "words:1: 4 columns")]
    public void A_wrong_line_is_refused_with_its_number(string content, string message)
    {
        var path = File(content);
        Assert.StartsWith(message, Assert.Throws<InputException>(() => Lexicon.Load(path, "words")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_that_ask_for_a_lexicon_need_one() =>
        Assert.Contains("there is no lexicon", Assert.Throws<InputException>(() => new UnitFeatures(new FeatureRecipe { Templates = ["lexicon"] })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_recipe_joins_its_file_with_words_of_the_training_texts()
    {
        File("Ann");
        string[] texts = ["我爱葡萄。", "吃葡萄吗", "葡萄", "有葡萄了", "看葡萄皮", string.Concat(Enumerable.Range(0x5000, 120).Select(c => (char)c))];
        Assert.Null(Lexicon.Of(new FeatureRecipe(), folder.Path, texts));
        Assert.Equal(["Ann"], Lexicon.Of(new FeatureRecipe { Lexicon = "words" }, folder.Path, texts)!.Words.Select(w => w.Word));
        Assert.Equal(["Ann", "葡萄"], Lexicon.Of(new FeatureRecipe { Lexicon = "words", NewWords = 5 }, folder.Path, texts)!.Words.Select(w => w.Word));
    }

    private string File(string content)
    {
        var path = Path.Combine(folder.Path, "words");
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private static Offset[] Characters(string text) => [.. text.Select((_, i) => new Offset(i, i + 1))];
}
