using FineGrain.Data.Tokenization.Normalizers;
using FineGrain.Data.Tokenization.PreTokenizers;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Fast;

/// <summary>What a UTF-16 unit does in a BERT tokenizer.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Not yet looked at.</summary>
    Unknown,

    /// <summary>Part of a word, as one normalized character.</summary>
    Letter,

    /// <summary>A token of its own: punctuation, a Chinese character.</summary>
    Alone,

    /// <summary>Ends a word and is dropped.</summary>
    Space,

    /// <summary>Half of a code point beyond U+FFFF.</summary>
    Pair,

    /// <summary>Anything that depends on its neighbours or changes its length.</summary>
    Other,
}

/// <summary>Kinds of all units, worked out when first met by asking the normalizer itself. Threads may do so at once: they find the same.</summary>
internal sealed class CharacterKinds(BertNormalizer normalizer)
{
    private const char Sigma = '\u03A3';

    // Kind and normalized character in one word, so that they are read and written together.
    private readonly int[] table = new int[0x10000];

    public CharacterKind Of(char unit, out char mapped)
    {
        var entry = table[unit];
        if (entry == 0) table[unit] = entry = Learn(unit);
        mapped = (char)(entry >> 8);
        return (CharacterKind)(entry & 0xFF);
    }

    /// <summary>Whether two units are a code point that every step of the normalizer leaves alone and that is part of a word.</summary>
    public static bool IsPlainPair(char high, char low)
    {
        if (!char.IsHighSurrogate(high) || !char.IsLowSurrogate(low)) return false;
        var cp = char.ConvertToUtf32(high, low);
        const UnicodeFlags special = UnicodeFlags.Punctuation | UnicodeFlags.Mark | UnicodeFlags.Other | UnicodeFlags.ScriptSpace | UnicodeFlags.CaseIgnorable;
        return (UnicodeTables.FlagsOf(cp) & special) == 0 && UnicodeTables.LowerCaseOf(cp) is null
            && UnicodeTables.DecompositionOf(cp, compatible: false) is null && UnicodeTables.MarkClassOf(cp) == 0;
    }

    private int Learn(char unit)
    {
        if (char.IsSurrogate(unit)) return (int)CharacterKind.Pair;
        var flags = UnicodeTables.FlagsOf(unit);
        // A mark moves, joins or lengthens what stands before it; a sigma looks at its neighbours.
        if (unit == Sigma || (flags & UnicodeFlags.Mark) != 0 || UnicodeTables.MarkClassOf(unit) != 0) return (int)CharacterKind.Other;
        var normalized = normalizer.Apply(unit.ToString());
        if (normalized.Length == 3 && normalized[0] == ' ' && normalized[2] == ' ' && !char.IsSurrogate(normalized[1])) return Entry(CharacterKind.Alone, normalized[1]);
        if (normalized.Length != 1) return (int)CharacterKind.Other;
        var mapped = normalized[0];
        if (BertPreTokenizer.IsPunctuation(mapped)) return Entry(CharacterKind.Alone, mapped);
        return (UnicodeTables.FlagsOf(mapped) & UnicodeFlags.ScriptSpace) != 0 ? (int)CharacterKind.Space : Entry(CharacterKind.Letter, mapped);
    }

    private static int Entry(CharacterKind kind, char mapped) => mapped << 8 | (int)kind;
}
