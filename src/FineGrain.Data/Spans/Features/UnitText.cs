using System.Diagnostics;
using FineGrain.Data.Randomness;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Features;

/// <summary>A text cut into units, with what several properties of them share; each part is made when first asked for.</summary>
internal sealed class UnitText
{
    /// <summary>The value of everything before the first unit.</summary>
    public const ulong Before = 0xB5AD4ECEDA1CE2A9UL;

    /// <summary>The value of everything after the last unit.</summary>
    public const ulong After = 0xD1B54A32D192ED03UL;

    private readonly char[] lower;
    private ulong[]? words;
    private LetterCase[]? cases;
    private UnitClass[]? classes;
    private Neighbourhood? around;
    private Repetitions? repetitions;
    private LexiconMatches? matches;

    public UnitText(string text, ReadOnlySpan<Offset> units, Lexicon? lexicon)
    {
        (Text, Units, Lexicon, lower) = (text, units.ToArray(), lexicon, new char[text.Length]);
        for (var i = 0; i < text.Length; i++) lower[i] = char.ToLowerInvariant(text[i]);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its units.</summary>
    public Offset[] Units { get; }

    /// <summary>The words to look for, or null.</summary>
    public Lexicon? Lexicon { get; }

    /// <summary>Hash of each unit in lower case.</summary>
    public ulong[] Words => words ??= [.. Units.Select(u => StableHash.Of(lower.AsSpan(u.Start, u.Length)))];

    /// <summary>How the letters of each unit are written.</summary>
    public LetterCase[] Cases => cases ??= [.. Units.Select(u => LetterCases.Of(u.Slice(Text)))];

    /// <summary>What each unit begins with.</summary>
    public UnitClass[] Classes => classes ??= [.. Units.Select(u => UnitClasses.Of(u.Length == 0 ? '\0' : Text[u.Start]))];

    /// <summary>Sentences, runs, brackets.</summary>
    public Neighbourhood Around => around ??= new(this);

    /// <summary>What comes back elsewhere in the text.</summary>
    public Repetitions Repetitions => repetitions ??= new(this);

    /// <summary>Words of the lexicon.</summary>
    public LexiconMatches Matches => matches ??= new(this, Lexicon ?? throw new UnreachableException("This is a bug: lexicon features without a lexicon."));

    /// <summary>A unit as it is written.</summary>
    public ReadOnlySpan<char> Form(int at) => Units[at].Slice(Text);

    /// <summary>A unit in lower case.</summary>
    public ReadOnlySpan<char> Lower(int at) => lower.AsSpan(Units[at].Start, Units[at].Length);

    /// <summary>A character of the text in lower case.</summary>
    public char LowerAt(int at) => lower[at];

    /// <summary>Whether a unit has a capital.</summary>
    public bool IsCapital(int at) => Cases[at] > LetterCase.Lower;

    /// <summary>Whether nothing stands between a unit and the one before.</summary>
    public bool Touches(int at) => at > 0 && Units[at - 1].End == Units[at].Start;
}
