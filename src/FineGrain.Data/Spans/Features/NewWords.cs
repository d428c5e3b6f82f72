using System.Runtime.InteropServices;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Spans.Features;

/// <summary>
/// Words of Chinese texts that no list has: sequences of characters that hold together (pointwise mutual information, the weakest of their cuts; Church and Hanks 1990)
/// and stand among changing neighbours (branching entropy, the smaller of both sides; Jin and Tanaka-Ishii 2006, section 2). They are found without labels.
/// </summary>
/// <param name="minimum">Least count of a word.</param>
/// <param name="cohesion">Least mutual information in nats.</param>
/// <param name="freedom">Least branching entropy in nats.</param>
/// <param name="longest">Most characters of a word.</param>
public sealed class NewWords(int minimum = 5, double cohesion = 3, double freedom = 0.8, int longest = 5)
{
    /// <summary>The words of texts, with their counts, by count and then by text.</summary>
    public IReadOnlyList<LexiconWord> Of(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var runs = texts.SelectMany(Runs).ToList();
        var total = (double)runs.Sum(r => r.Length);
        var counts = new Dictionary<ulong, int>(); // of all frequent sequences so far
        var words = new List<LexiconWord>();
        for (var length = 1; length <= longest; length++)
        {
            var found = Frequent(runs, length, counts);
            foreach (var (hash, count) in found) counts[hash] = count;
            if (length > 1 && found.Count > 0) words.AddRange(Free(runs, length, found).Where(w => Cohesion(w.Word, counts, total) >= cohesion));
        }
        return [.. words.OrderByDescending(w => w.Frequency).ThenBy(w => w.Word, StringComparer.Ordinal)];
    }

    /// <summary>Counts of the sequences of one length that are frequent; a frequent one has only frequent parts, so that few are counted at all.</summary>
    private Dictionary<ulong, int> Frequent(List<string> runs, int length, Dictionary<ulong, int> shorter)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var run in runs)
            for (var at = 0; at + length <= run.Length; at++)
                if (length == 1 || (shorter.ContainsKey(Hash(run, at, length - 1)) && shorter.ContainsKey(Hash(run, at + 1, length - 1))))
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, Hash(run, at, length), out _)++;
        foreach (var (hash, count) in counts)
            if (count < minimum) counts.Remove(hash);
        return counts;
    }

    /// <summary>The frequent sequences of one length with changing neighbours.</summary>
    private IEnumerable<LexiconWord> Free(List<string> runs, int length, Dictionary<ulong, int> found)
    {
        var (left, right, word) = (new Neighbours(), new Neighbours(), new Dictionary<ulong, string>());
        foreach (var run in runs)
            for (var at = 0; at + length <= run.Length; at++)
            {
                var hash = Hash(run, at, length);
                if (!found.ContainsKey(hash)) continue;
                word.TryAdd(hash, run.Substring(at, length));
                left.Add(hash, at == 0 ? '\0' : run[at - 1]);
                right.Add(hash, at + length == run.Length ? '\0' : run[at + length]);
            }
        var (before, after) = (left.Entropies(found), right.Entropies(found));
        return [.. word.Where(w => Math.Min(before[w.Key], after[w.Key]) >= freedom).Select(w => new LexiconWord(w.Value, "", found[w.Key]))];
    }

    private static double Cohesion(string word, Dictionary<ulong, int> counts, double total)
    {
        var least = double.PositiveInfinity;
        for (var cut = 1; cut < word.Length; cut++)
        {
            double first = counts[Hash(word, 0, cut)], second = counts[Hash(word, cut, word.Length - cut)];
            least = Math.Min(least, Math.Log(counts[Hash(word, 0, word.Length)] * total / (first * second)));
        }
        return least;
    }

    private static ulong Hash(string run, int at, int length) => StableHash.Of(run.AsSpan(at, length));

    /// <summary>The stretches of Chinese characters.</summary>
    private static IEnumerable<string> Runs(string text)
    {
        for (int from = 0, to; from < text.Length; from = to + 1)
        {
            to = from;
            while (to < text.Length && UnitClasses.Of(text[to]) is UnitClass.Han or UnitClass.Numeral or UnitClass.Time) to++;
            if (to > from) yield return text[from..to];
        }
    }
}
