namespace FineGrain.Data.Spans.Features;

/// <summary>Kind of the first character of a unit; the values are hashed, so they never change.</summary>
internal enum UnitClass
{
    /// <summary>Anything else.</summary>
    Other = 1,

    /// <summary>A decimal digit, full-width ones too.</summary>
    Digit,

    /// <summary>A Chinese numeral, 〇 to 亿.</summary>
    Numeral,

    /// <summary>A Chinese unit of time, 年 to 秒.</summary>
    Time,

    /// <summary>An upper-case letter.</summary>
    Upper,

    /// <summary>A lower-case letter.</summary>
    Lower,

    /// <summary>A Chinese character.</summary>
    Han,

    /// <summary>A letter without case of another script.</summary>
    Letter,

    /// <summary>A punctuation mark.</summary>
    Punctuation,

    /// <summary>A symbol, an emoji.</summary>
    Symbol,

    /// <summary>White space.</summary>
    Space,
}

/// <summary>Finds the class of a unit. The character types of Zhao et al. 2006 (section 3: digits, dates, letters, others), a little finer.</summary>
internal static class UnitClasses
{
    private const string Numerals = "〇零一二三四五六七八九十百千万亿两廿卅";
    private const string Times = "年月日时分秒号点";

    private static readonly UnitClass[] table = [.. Enumerable.Range(0, 0x10000).Select(c => Classify((char)c))];

    public static UnitClass Of(char c) => table[c];

    private static UnitClass Classify(char c) => c switch
    {
        _ when Numerals.Contains(c, StringComparison.Ordinal) => UnitClass.Numeral,
        _ when Times.Contains(c, StringComparison.Ordinal) => UnitClass.Time,
        (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') => UnitClass.Han,
        (>= '\uD840' and <= '\uD8BF') => UnitClass.Han, // the high half of planes 2 and 3
        _ when char.IsSurrogate(c) => UnitClass.Symbol,
        _ when char.IsDigit(c) => UnitClass.Digit,
        _ when char.IsUpper(c) => UnitClass.Upper,
        _ when char.IsLower(c) => UnitClass.Lower,
        _ when char.IsLetter(c) => UnitClass.Letter,
        _ when char.IsPunctuation(c) => UnitClass.Punctuation,
        _ when char.IsSymbol(c) => UnitClass.Symbol,
        _ when char.IsWhiteSpace(c) => UnitClass.Space,
        _ => UnitClass.Other,
    };
}
