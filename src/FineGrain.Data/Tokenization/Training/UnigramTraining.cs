using FineGrain.Data.Tokenization.Models;

namespace FineGrain.Data.Tokenization.Training;

/// <summary>
/// Trains a unigram vocabulary (Kudo 2018, section 3.2): frequent substrings to begin with, then rounds of expectation maximisation, each followed by
/// dropping the quarter of the entries whose absence would cost the likelihood least. Single code points always stay.
/// </summary>
internal sealed class UnigramTraining(IReadOnlyList<(string Piece, long Count)> pieces, int vocabularySize, int minFrequency)
{
    /// <summary>Longest entry in UTF-16 units.</summary>
    public const int LongestEntry = 16;

    private const double Shrink = 0.75;
    private const int RoundsOfEm = 2;

    /// <summary>Trains and returns the entries after the special ones, the most probable first.</summary>
    public Unigram Train()
    {
        var room = vocabularySize - SpecialTokens.All.Length;
        var alphabet = Alphabet.MostFrequent(pieces, "", room, minFrequency);
        var required = alphabet.ToHashSet(StringComparer.Ordinal);
        var entries = Substrings.Frequent(pieces, required, LongestEntry, seeds: Math.Max(vocabularySize * 10, 10_000));
        while (true)
        {
            for (var round = 0; round < RoundsOfEm; round++) entries = Maximise(entries, new UnigramLattice(entries).Expect(pieces), required);
            if (entries.Count <= room) break;
            entries = Prune(entries, required, Math.Max(room, (int)(entries.Count * Shrink)));
        }
        var lowest = entries.Count > 0 ? entries.Min(e => e.Score) : 0;
        var ordered = entries.OrderByDescending(e => e.Score).ThenBy(e => e.Token, StringComparer.Ordinal).Take(Math.Max(0, room));
        // Special tokens never win: nothing in a text spells them, and their score is lower than any entry's.
        return new([.. SpecialTokens.All.Select(t => (t, lowest - 1)), .. ordered], SpecialTokens.UnknownId, byteFallback: false, "vocabulary");
    }

    /// <summary>M step with the Bayesian smoothing of SentencePiece: log p = ψ(count) − ψ(sum); entries expected less than half a time go.</summary>
    private static List<(string Token, double Score)> Maximise(List<(string Token, double Score)> entries, double[] expected, HashSet<string> required)
    {
        var kept = new List<(string Token, double Count)>();
        for (var i = 0; i < entries.Count; i++)
            if (expected[i] >= 0.5 || required.Contains(entries[i].Token)) kept.Add((entries[i].Token, Math.Max(expected[i], 0.5)));
        var sum = Digamma(kept.Sum(k => k.Count));
        return [.. kept.Select(k => (k.Token, Digamma(k.Count) - sum))];
    }

    private List<(string Token, double Score)> Prune(List<(string Token, double Score)> entries, HashSet<string> required, int keep)
    {
        var lattice = new UnigramLattice(entries);
        var frequency = lattice.BestCounts(pieces);
        var total = frequency.Sum();
        var losses = new List<(double Loss, int Index)>();
        var result = new List<int>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (required.Contains(entries[i].Token))
            {
                result.Add(i);
                continue;
            }
            if (frequency[i] == 0) continue;
            var instead = lattice.WithoutItself(i);
            // How much the mean log-likelihood falls when the entry's occurrences are spelled by the next best cut.
            var loss = instead is null ? double.PositiveInfinity : frequency[i] / total * (entries[i].Score - Rescored(frequency, total, i, instead));
            losses.Add((loss, i));
        }
        losses.Sort((a, b) => a.Loss != b.Loss ? b.Loss.CompareTo(a.Loss) : string.CompareOrdinal(entries[a.Index].Token, entries[b.Index].Token));
        result.AddRange(losses.Take(Math.Max(0, keep - result.Count)).Select(l => l.Index));
        result.Sort();
        return [.. result.Select(i => entries[i])];
    }

    /// <summary>Log-probability of the substitute when the removed entry's occurrences have gone over to its parts.</summary>
    private static double Rescored(double[] frequency, double total, int removed, List<int> parts)
    {
        var sum = Math.Log(total + frequency[removed] * (parts.Count - 1));
        return parts.Sum(p => Math.Log(frequency[p] + frequency[removed]) - sum);
    }

    /// <summary>ψ(x) by recurrence to x ≥ 7 and the asymptotic series around x − ½.</summary>
    private static double Digamma(double x)
    {
        var result = 0.0;
        for (; x < 7; x++) result -= 1 / x;
        x -= 0.5;
        var square = 1 / (x * x);
        return result + Math.Log(x) + square * (1.0 / 24 - square * (7.0 / 960 - square * (31.0 / 8064 - square * (127.0 / 30720))));
    }
}
