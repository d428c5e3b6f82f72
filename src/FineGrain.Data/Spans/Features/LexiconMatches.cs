namespace FineGrain.Data.Spans.Features;

/// <summary>
/// The sets of SoftLexicon (Ma et al. 2020, section 4.1): for each unit the words of a lexicon that begin at it, run through it, end at it or are it (B, M, E, S),
/// each set by its longest word; of equally long ones by the more frequent. A word is matched where it begins and ends with units.
/// </summary>
internal sealed class LexiconMatches
{
    public LexiconMatches(UnitText text, Lexicon lexicon)
    {
        var units = text.Units;
        (Begin, Inside, End, Single) = (Nothing(units.Length), Nothing(units.Length), Nothing(units.Length), Nothing(units.Length));
        for (var from = 0; from < units.Length; from++)
        {
            var (node, to) = (Tokenization.Models.PrefixTrie.Root, from);
            for (var at = units[from].Start; at < text.Text.Length; at++)
            {
                node = lexicon.Trie.Step(node, text.LowerAt(at), out var id);
                if (node == Tokenization.Models.PrefixTrie.Root) break;
                while (to < units.Length && units[to].End <= at) to++;
                if (id >= 0 && to < units.Length && units[to].End == at + 1) Match(from, to, id, lexicon);
            }
        }
    }

    /// <summary>Words that begin at a unit and go on.</summary>
    public LexiconMatch[] Begin { get; }

    /// <summary>Words that run through a unit.</summary>
    public LexiconMatch[] Inside { get; }

    /// <summary>Words that end at a unit and began before.</summary>
    public LexiconMatch[] End { get; }

    /// <summary>Words that are the unit.</summary>
    public LexiconMatch[] Single { get; }

    private void Match(int from, int to, int id, Lexicon lexicon)
    {
        var match = new LexiconMatch(id, to - from + 1);
        if (from == to)
        {
            Single[from] = match;
            return;
        }
        Begin[from] = match; // later ones are longer
        if (End[to].Length == 0) End[to] = match; // later ones are shorter
        for (var i = from + 1; i < to; i++)
            if (match.Length > Inside[i].Length || (match.Length == Inside[i].Length && lexicon[id].Frequency > lexicon[Inside[i].Id].Frequency)) Inside[i] = match;
    }

    private static LexiconMatch[] Nothing(int count) => new LexiconMatch[count];
}

/// <summary>A word of a lexicon in a text.</summary>
/// <param name="Id">Which word.</param>
/// <param name="Length">Its length in units; 0 for no word.</param>
internal readonly record struct LexiconMatch(int Id, int Length);
