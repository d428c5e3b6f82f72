using System.Runtime.InteropServices;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Spans.Features;

/// <summary>
/// What a text says about a unit at other places (context aggregation within the text, Ratinov and Roth 2009, section 5.1; Chieu and Ng 2003, section 3.2):
/// a capital means little where a sentence begins, much if the word has it elsewhere too.
/// </summary>
internal sealed class Repetitions
{
    private readonly Dictionary<ulong, (int All, int Lower, int Capital)> words;
    private readonly Dictionary<ulong, int> pairs;
    private readonly UnitText text;

    public Repetitions(UnitText text)
    {
        this.text = text;
        words = new(text.Units.Length);
        pairs = new(text.Units.Length);
        for (var i = 0; i < text.Units.Length; i++)
        {
            ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(words, text.Words[i], out _);
            seen.All++;
            if (text.Cases[i] == LetterCase.Lower) seen.Lower++;
            if (text.IsCapital(i) && !text.Around.First[i]) seen.Capital++;
            if (i > 0) CollectionsMarshal.GetValueRefOrAddDefault(pairs, Pair(i - 1), out _)++;
        }
    }

    /// <summary>Whether the word stands elsewhere too.</summary>
    public bool Again(int at) => words[text.Words[at]].All > 1;

    /// <summary>For a unit with a capital: 1 if it stands elsewhere without one, 2 if elsewhere with one inside a sentence, 3 for both; else 0.</summary>
    public int Elsewhere(int at)
    {
        if (!text.IsCapital(at)) return 0;
        var (_, lower, capital) = words[text.Words[at]];
        return (lower > 0 ? 1 : 0) + (capital > (text.Around.First[at] ? 0 : 1) ? 2 : 0);
    }

    /// <summary>1 if the unit and the next stand side by side elsewhere too, 2 if the one before and the unit do, 3 for both; else 0. Not for marks.</summary>
    public int AgainInPair(int at) => text.Classes[at] >= UnitClass.Punctuation ? 0 : (Twice(at) ? 1 : 0) + (Twice(at - 1) ? 2 : 0);

    private bool Twice(int first) => first >= 0 && first + 1 < text.Units.Length && text.Classes[first] < UnitClass.Punctuation && text.Classes[first + 1] < UnitClass.Punctuation && pairs[Pair(first)] > 1;

    private ulong Pair(int first) => StableHash.Mix(text.Words[first]) + text.Words[first + 1];
}
