using FineGrain.Core;
using FineGrain.Data.Duplicates;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Tests.Duplicates;

public sealed class NearDuplicatesTests
{
    private static TextKey Key(string text) => TextKey.Of(new Example { Id = "", Text = text });

    [Theory]
    [InlineData("Good, film!", " good film", true)]
    [InlineData("很好。", "很好！！", true)]
    [InlineData("!!!", "???", false)]
    [InlineData("a1", "a2", false)]
    [InlineData("कि", "क", false)]
    public void Case_spaces_and_punctuation_do_not_make_texts_different(string a, string b, bool same) => Assert.Equal(same, Key(a) == Key(b));

    [Fact]
    public void Search_finds_what_comparing_all_pairs_finds()
    {
        var random = new SeededRandom(5);
        var texts = new List<TextKey>();
        for (var i = 0; i < 150; i++)
        {
            var letters = Enumerable.Range(0, 40 + random.Below(60)).Select(_ => (char)('a' + random.Below(26))).ToArray();
            texts.Add(Key(new string(letters)));
            for (var change = 0; change < random.Below(4); change++) letters[random.Below(letters.Length)] = 'z';
            texts.Add(Key(new string(letters)));
        }
        var distinct = texts.Distinct().ToArray();
        var sets = distinct.Select(Shingles.Of).ToArray();
        var all = from i in Enumerable.Range(0, sets.Length) from j in Enumerable.Range(i + 1, sets.Length - i - 1) where Shingles.Jaccard(sets[i], sets[j]) >= NearDuplicates.Threshold select (i, j);
        var found = NearDuplicates.Find(distinct);
        Assert.Equal(all, found.Select(p => (p.First, p.Second)));
        Assert.True(found.Count > 10);
    }

    [Fact]
    public void MinHash_agreement_estimates_jaccard_similarity()
    {
        var random = new SeededRandom(3);
        ulong[] shared = [.. Enumerable.Range(0, 300).Select(_ => random.Next())], a = [.. Enumerable.Range(0, 100).Select(_ => random.Next())], b = [.. Enumerable.Range(0, 100).Select(_ => random.Next())];
        var (x, y) = (MinHash.Of([.. shared, .. a]), MinHash.Of([.. shared, .. b]));
        var agreement = x.Zip(y).Count(p => p.First == p.Second) / (double)MinHash.Size;
        Assert.InRange(agreement, 0.6 - 0.15, 0.6 + 0.15); // standard deviation 0.043
    }

    [Fact]
    public void Jaccard_is_worked_out_by_hand()
    {
        Assert.Equal(0.5, Shingles.Jaccard([1, 2, 3], [2, 3, 4]));
        Assert.Equal(0, Shingles.Jaccard([], []));
    }
}
