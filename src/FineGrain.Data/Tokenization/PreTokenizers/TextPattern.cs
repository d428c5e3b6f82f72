using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>Something that is found in a text again and again: an expression, a string, or a scanner written by hand for a known expression.</summary>
internal abstract class TextPattern
{
    /// <summary>The next match in [<paramref name="from"/>, <paramref name="to"/>) of <paramref name="text"/>; false when there is none. Never empty.</summary>
    public abstract bool Next(MappedText text, int from, int to, out int start, out int end);

    /// <summary>The pattern of an expression: a hand-written scanner where the expression is a known one.</summary>
    public static TextPattern OfRegex(string regex, string where) => regex switch
    {
        WordPattern.Regex => new WordPattern(),
        CodePointPattern.Regex => new CodePointPattern(),
        Gpt2Pattern.Regex => new Gpt2Pattern(),
        _ => new RegexPattern(regex, where),
    };
}
