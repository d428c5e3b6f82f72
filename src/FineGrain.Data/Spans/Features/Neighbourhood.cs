using FineGrain.Data.Randomness;

namespace FineGrain.Data.Spans.Features;

/// <summary>Where a unit stands: in its sentence, its clause, a run of capitals or of letters and digits, a pair of brackets.</summary>
internal sealed class Neighbourhood
{
    private const string Opening = "([{（［｛【〔《〈「『“‘", Closing = ")]}）］｝】〕》〉」』”’";
    private readonly UnitText text;

    public Neighbourhood(UnitText text)
    {
        this.text = text;
        var n = text.Units.Length;
        (First, Clause, Left, Right, Run, RunPlace, Enclosed) = (new bool[n], new int[n], new ulong[n], new ulong[n], new ulong[n], new int[n], new ulong[n]);
        Sentences();
        Capitals();
        Runs();
        Brackets();
        AllUpper = n > 1 && text.Cases.Count(c => c == LetterCase.Upper) > 1 && !text.Cases.Any(c => c is LetterCase.Lower or LetterCase.Title or LetterCase.Mixed);
    }

    /// <summary>Whether a unit begins the text, or follows a full stop.</summary>
    public bool[] First { get; }

    /// <summary>Units since the last punctuation.</summary>
    public int[] Clause { get; }

    /// <summary>The word before the run of capitalised units that a unit stands in.</summary>
    public ulong[] Left { get; }

    /// <summary>The word after it.</summary>
    public ulong[] Right { get; }

    /// <summary>The whole run of touching letters and digits that a unit is a part of, 0 for a unit alone.</summary>
    public ulong[] Run { get; }

    /// <summary>1 for its first unit, 2 inside, 3 for its last.</summary>
    public int[] RunPlace { get; }

    /// <summary>The innermost opening mark that is still open.</summary>
    public ulong[] Enclosed { get; }

    /// <summary>Whether the whole text is written in capitals, as a headline.</summary>
    public bool AllUpper { get; }

    private void Sentences()
    {
        var clause = 0;
        for (var i = 0; i < First.Length; i++)
        {
            First[i] = i == 0 || text.Form(i - 1) is "." or "!" or "?" or "。" or "！" or "？";
            Clause[i] = clause;
            clause = text.Classes[i] == UnitClass.Punctuation ? 0 : clause + 1;
        }
    }

    private void Capitals()
    {
        for (int from = 0, n = Left.Length; from < n; from++)
        {
            if (!text.IsCapital(from)) continue;
            var to = from;
            while (to + 1 < n && text.IsCapital(to + 1)) to++;
            Left.AsSpan(from..(to + 1)).Fill(from == 0 ? UnitText.Before : text.Words[from - 1]);
            Right.AsSpan(from..(to + 1)).Fill(to + 1 == n ? UnitText.After : text.Words[to + 1]);
            from = to;
        }
    }

    private void Runs()
    {
        bool Plain(int at) => text.Classes[at] is UnitClass.Digit or UnitClass.Upper or UnitClass.Lower;
        for (int from = 0, n = Run.Length; from < n; from++)
        {
            if (!Plain(from)) continue;
            var (to, hash) = (from, text.Words[from]);
            while (to + 1 < n && Plain(to + 1) && text.Touches(to + 1)) hash = StableHash.Mix(hash + text.Words[++to]);
            if (to == from) continue;
            for (var i = from; i <= to; i++) (Run[i], RunPlace[i]) = (hash, i == from ? 1 : i == to ? 3 : 2);
            from = to;
        }
    }

    private void Brackets()
    {
        var open = new Stack<char>();
        for (var i = 0; i < Enclosed.Length; i++)
        {
            var mark = text.Units[i].Length == 1 ? text.Text[text.Units[i].Start] : '\0';
            var closing = Closing.IndexOf(mark, StringComparison.Ordinal);
            var ends = mark == '"' ? open.TryPeek(out var quote) && quote == '"' : closing >= 0 && open.TryPeek(out var top) && top == Opening[closing];
            if (ends) open.Pop();
            if (open.TryPeek(out var innermost)) Enclosed[i] = innermost;
            if (!ends && (mark == '"' || Opening.Contains(mark, StringComparison.Ordinal))) open.Push(mark);
        }
    }
}
