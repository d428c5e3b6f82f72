using System.Text.Json;
using System.Text.RegularExpressions;
using FineGrain.Core;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>Replaces every match of a string or expression. All of the new text comes from all of the match.</summary>
internal sealed class Replace : Normalizer
{
    private readonly string pattern;
    private readonly string content;
    private readonly Regex? regex;

    /// <exception cref="InputException">.NET does not understand the expression.</exception>
    public Replace(string pattern, bool isRegex, string content, string where = "normalizer")
    {
        this.pattern = pattern;
        this.content = content;
        if (!isRegex) return;
        try
        {
            regex = new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException e)
        {
            throw new InputException(where, $"the expression '{pattern}' is not understood: {e.Message}", e);
        }
    }

    public override void Apply(MappedText text)
    {
        if (regex is null) ReplaceString(text);
        else ReplaceMatches(text);
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Replace");
        json.WriteStartObject("pattern");
        json.WriteString(regex is null ? "String" : "Regex", pattern);
        json.WriteEndObject();
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    private void ReplaceString(MappedText text)
    {
        if (pattern.Length == 0) return;
        var found = text.Units.IndexOf(pattern, StringComparison.Ordinal);
        if (found < 0) return;
        if (pattern.Length == 1 && content.Length == 1)
        {
            for (; found >= 0; found = NextOf(text, found + 1)) text.Replace(found, content[0]);
            return;
        }
        text.Begin();
        var kept = 0;
        for (; found >= 0; found = NextOf(text, kept))
        {
            Substitute(text, kept, found, pattern.Length);
            kept = found + pattern.Length;
        }
        text.Keep(kept, text.Length);
        text.Commit();
    }

    private int NextOf(MappedText text, int from)
    {
        var found = text.Units[from..].IndexOf(pattern, StringComparison.Ordinal);
        return found < 0 ? -1 : from + found;
    }

    private void ReplaceMatches(MappedText text)
    {
        text.Begin();
        var kept = 0;
        foreach (var match in regex!.EnumerateMatches(text.Units))
        {
            if (match.Length == 0) continue;
            Substitute(text, kept, match.Index, match.Length);
            kept = match.Index + match.Length;
        }
        text.Keep(kept, text.Length);
        text.Commit();
    }

    private void Substitute(MappedText text, int kept, int at, int length)
    {
        text.Keep(kept, at);
        foreach (var unit in content) text.Append(unit, text.StartOf(at), text.EndOf(at + length - 1));
    }
}
