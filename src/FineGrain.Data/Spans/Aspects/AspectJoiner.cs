using System.Text;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>How the aspect formats, whose tokens stand in one line parted by spaces, become text: as they stand, or with the spaces taken out.</summary>
internal static class AspectJoiner
{
    /// <summary>The joiner of the recipe; or, for auto, the one that the lines ask for, which is then stated.</summary>
    public static TextJoiner Of(SpanSource source, Func<IEnumerable<string>> lines)
    {
        if (source.Recipe.Joiner != "auto") return TextJoiner.Named(source.Recipe.Joiner);
        var evidence = new JoinerEvidence();
        foreach (var line in lines()) evidence.Add(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var (joiner, reason) = evidence.Conclude();
        source.Note($"joiner '{joiner.Name}': {reason}");
        return joiner;
    }

    /// <summary>The text of a term between the parts of a line, and where the term stands in it.</summary>
    public static (string Text, Offset[] Places) Joined(IReadOnlyList<string> parts, string term, TextJoiner joiner)
    {
        if (joiner == TextJoiner.Space) return Plain(parts, term);
        string[] inside = Tokens(term);
        var (tokens, firsts) = (new List<string>(Tokens(parts[0])), new List<int>());
        foreach (var part in parts.Skip(1))
        {
            firsts.Add(tokens.Count);
            tokens.AddRange([.. inside, .. Tokens(part)]);
        }
        var (text, offsets) = joiner.Join(tokens);
        return (text, [.. firsts.Select(f => new Offset(offsets[f].Start, offsets[f + inside.Length - 1].End))]);
    }

    private static (string, Offset[]) Plain(IReadOnlyList<string> parts, string term)
    {
        var (text, places) = (new StringBuilder(parts[0]), new List<Offset>());
        foreach (var part in parts.Skip(1))
        {
            places.Add(new Offset(text.Length, text.Length + term.Length));
            text.Append(term).Append(part);
        }
        return (text.ToString(), [.. places]);
    }

    private static string[] Tokens(string part) => part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
