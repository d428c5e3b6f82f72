using System.Text;
using FineGrain.Core;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Joining;

/// <summary>Rebuilds the text of a format that has only tokens, so that offsets mean something; and cuts a text into tokens that rebuild it.</summary>
public sealed class TextJoiner
{
    private readonly Func<string, string, bool> parts;

    private TextJoiner(string name, Func<string, string, bool> parts) => (Name, this.parts) = (name, parts);

    /// <summary>One space between two tokens.</summary>
    public static TextJoiner Space { get; } = new("space", (_, _) => true);

    /// <summary>Nothing between two tokens: files with one Chinese character a line.</summary>
    public static TextJoiner None { get; } = new("none", (_, _) => false);

    /// <summary>A space, except where a CJK character or mark stands on either side.</summary>
    public static TextJoiner Cjk { get; } = new("cjk", (left, right) => !CjkCharacters.Ends(left) && !CjkCharacters.Begins(right));

    /// <summary>Every joiner.</summary>
    public static IReadOnlyList<TextJoiner> All { get; } = [Space, None, Cjk];

    /// <summary>Name in recipes.</summary>
    public string Name { get; }

    /// <summary>The joiner of a name.</summary>
    /// <exception cref="InputException">No such joiner.</exception>
    public static TextJoiner Named(string name) => All.FirstOrDefault(j => j.Name == name || (name == " " && j == Space) || (name.Length == 0 && j == None))
        ?? throw new InputException("joiner", $"'{name}' is no joiner. {Nearest.Hint(name, [.. All.Select(j => j.Name)])}");

    /// <summary>The text of the tokens and where each of them stands in it.</summary>
    public (string Text, Offset[] Tokens) Join(IReadOnlyList<string> tokens)
    {
        var text = new StringBuilder();
        var offsets = new Offset[tokens.Count];
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && parts(tokens[i - 1], tokens[i])) text.Append(' ');
            offsets[i] = new Offset(text.Length, text.Length + tokens[i].Length);
            text.Append(tokens[i]);
        }
        return (text.ToString(), offsets);
    }

    /// <summary>
    /// Tokens that this joiner rebuilds the very text from: words between spaces, code points, or both by script. White space of other kinds stays inside
    /// a token.
    /// </summary>
    /// <exception cref="FormatException">No tokens rebuild the text: a doubled or leading space, or any where nothing is put between tokens.</exception>
    public Offset[] Cut(string text)
    {
        var offsets = new List<Offset>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var ends = i == text.Length || text[i] == ' ' || Cuts(text, start, i);
            if (!ends) continue;
            if (i > start) offsets.Add(new Offset(start, i));
            start = i < text.Length && text[i] == ' ' ? i + 1 : i;
        }
        var (rebuilt, at) = Join([.. offsets.Select(o => text[o.Start..o.End])]);
        if (rebuilt == text) return at;
        var differs = Enumerable.Range(0, Math.Min(rebuilt.Length, text.Length)).FirstOrDefault(i => rebuilt[i] != text[i], Math.Min(rebuilt.Length, text.Length));
        throw new FormatException($"joiner '{Name}' cannot rebuild the text: it differs at offset {differs}");
    }

    private bool Cuts(string text, int start, int i)
    {
        if (i <= start || char.IsLowSurrogate(text[i])) return false;
        if (this == None) return true;
        return this == Cjk && (CjkCharacters.Ends(text.AsSpan(start, i - start)) || CjkCharacters.Begins(text.AsSpan(i)));
    }
}
