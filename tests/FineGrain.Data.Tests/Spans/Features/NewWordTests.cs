using FineGrain.Data.Spans.Features;

namespace FineGrain.Data.Tests.Spans.Features;

public sealed class NewWordTests
{
    /// <summary>Counts, mutual information and entropies of every substring, in plain loops.</summary>
    [Theory, InlineData(3, 0.1, 0.5), InlineData(2, -0.3, 0), InlineData(5, 0.4, 1)]
    public void The_words_are_those_that_their_definition_gives(int minimum, double cohesion, double freedom)
    {
        var random = new Random(minimum);
        string[] texts = [.. Enumerable.Range(0, 30).Select(_ => string.Concat(Enumerable.Range(0, 12).Select(_ => "山水水火火火木，"[random.Next(8)])))];
        var runs = texts.SelectMany(t => t.Split('，', StringSplitOptions.RemoveEmptyEntries)).ToList();
        double total = runs.Sum(r => r.Length);
        var places = (from run in runs
                      from at in Enumerable.Range(0, run.Length)
                      from length in Enumerable.Range(1, Math.Min(4, run.Length - at))
                      select (word: run.Substring(at, length), left: at == 0 ? ' ' : run[at - 1], right: at + length == run.Length ? ' ' : run[at + length])).ToLookup(p => p.word);
        double Entropy(IEnumerable<char> neighbours)
        {
            // An edge is a neighbour of its own each time.
            var counts = neighbours.Select((c, i) => c == ' ' ? $"edge {i}" : $"{c}").GroupBy(c => c).Select(g => (double)g.Count()).ToList();
            return -counts.Sum(c => c / counts.Sum() * Math.Log(c / counts.Sum()));
        }
        var expected = places.Where(p => p.Key.Length > 1 && p.Count() >= minimum
                && Enumerable.Range(1, p.Key.Length - 1).All(cut => Math.Log(p.Count() * total / ((double)places[p.Key[..cut]].Count() * places[p.Key[cut..]].Count())) >= cohesion)
                && Entropy(p.Select(x => x.left)) >= freedom && Entropy(p.Select(x => x.right)) >= freedom)
            .Select(p => (p.Key, p.Count())).OrderByDescending(w => w.Item2).ThenBy(w => w.Key, StringComparer.Ordinal).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, new NewWords(minimum, cohesion, freedom, longest: 4).Of(texts).Select(w => (w.Word, w.Frequency)));
    }

    [Fact]
    public void Texts_without_Chinese_have_no_new_words() => Assert.Empty(new NewWords().Of(["plain words", "", "12 34"]));
}
