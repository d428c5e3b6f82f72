using System.Text.RegularExpressions;
using FineGrain.Core;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>
/// An expression of a tokenizer.json, run by .NET. Letters beyond U+FFFF do not match <c>\p{L}</c> there; borders inside a surrogate pair are moved behind it.
/// </summary>
internal sealed class RegexPattern : TextPattern
{
    private readonly Regex regex;

    /// <exception cref="InputException">.NET does not understand the expression.</exception>
    public RegexPattern(string expression, string where)
    {
        try
        {
            regex = new(Possessive(expression), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException e)
        {
            throw new InputException(where, $"the expression '{expression}' is not understood: {e.Message}", e);
        }
    }

    public override bool Next(MappedText text, int from, int to, out int start, out int end)
    {
        var units = text.Units[..to];
        foreach (var match in regex.EnumerateMatches(units, from))
        {
            start = Snap(units, Math.Max(from, match.Index));
            end = Snap(units, match.Index + match.Length);
            if (end > start) return true;
        }
        start = end = to;
        return false;
    }

    private static int Snap(ReadOnlySpan<char> units, int at) =>
        at > 0 && at < units.Length && char.IsLowSurrogate(units[at]) && char.IsHighSurrogate(units[at - 1]) ? at + 1 : at;

    /// <summary>Oniguruma's possessive quantifiers (<c>?+ *+ ++</c>) after a class, an escape or a property become atomic groups, which .NET has.</summary>
    private static string Possessive(string expression) =>
        Regex.Replace(expression, @"(?<atom>\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\.|[^\\()\[\]{}?*+|^$])(?<q>[?*+]|\{\d+,?\d*\})\+", "(?>${atom}${q})");
}
