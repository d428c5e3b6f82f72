namespace FineGrain.Data.Unicode;

/// <summary>Properties of a code point, in the bit order of make-unicode.mjs.</summary>
[Flags]
internal enum UnicodeFlags : ushort
{
    None = 0,

    /// <summary>General category P: punctuation.</summary>
    Punctuation = 1 << 0,

    /// <summary>General category Mn: a non-spacing mark such as an accent.</summary>
    NonSpacingMark = 1 << 1,

    /// <summary>General categories Cc, Cf, Co, Cs: control, format, private use, lone surrogate.</summary>
    Other = 1 << 2,

    /// <summary>White space as JavaScript's <c>\s</c> sees it (U+FEFF is, U+0085 is not).</summary>
    ScriptSpace = 1 << 3,

    /// <summary>General category L.</summary>
    Letter = 1 << 4,

    /// <summary>General category N.</summary>
    Number = 1 << 5,

    /// <summary>Derived property Cased; decides the final sigma.</summary>
    Cased = 1 << 6,

    /// <summary>Derived property Case_Ignorable; decides the final sigma.</summary>
    CaseIgnorable = 1 << 7,

    /// <summary>General category M.</summary>
    Mark = 1 << 8,

    /// <summary>General category S.</summary>
    Symbol = 1 << 9,

    /// <summary>General category Nd.</summary>
    Digit = 1 << 10,

    /// <summary>A word character by UTS 18: Alphabetic, M, Nd, Pc, Join_Control.</summary>
    Word = 1 << 11,

    /// <summary>Property White_Space.</summary>
    Space = 1 << 12,
}
