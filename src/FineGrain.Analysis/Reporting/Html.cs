using System.Globalization;
using System.Text;

namespace FineGrain.Analysis.Reporting;

/// <summary>Writes HTML; whatever is not markup of ours passes through <see cref="Text(string)"/>.</summary>
internal sealed class Html
{
    private readonly StringBuilder builder = new();

    /// <summary>Characters so far.</summary>
    public int Length => builder.Length;

    /// <summary>Markup of ours with culture-free holes. Strings in holes are escaped; nested markup comes in as <see cref="Html"/>.</summary>
    public Html Add(FormattableString markup)
    {
        builder.AppendFormat(CultureInfo.InvariantCulture, markup.Format, [.. markup.GetArguments().Select(Hole)]);
        return this;
    }

    /// <summary>Markup of ours without holes.</summary>
    public Html Raw(string markup)
    {
        builder.Append(markup);
        return this;
    }

    /// <summary>Adds another piece.</summary>
    public Html Add(Html piece)
    {
        builder.Append(piece.builder);
        return this;
    }

    /// <summary>
    /// Text made safe for element content and quoted attributes. Control characters that HTML forbids and lone surrogates become U+FFFD;
    /// bidirectional controls, which could reorder the page around them, become visible as U+FFFD too.
    /// </summary>
    public static string Text(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                safe.Append(c).Append(text[++i]);
                continue;
            }
            safe.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\n' or '\r' or '\t' => c.ToString(),
                < ' ' or (>= '\u007f' and <= '\u009f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufffe' or '\uffff' => "\ufffd",
                _ when char.IsSurrogate(c) => "\ufffd",
                _ => c.ToString(),
            });
        }
        return safe.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => builder.ToString();

    private static object? Hole(object? value) => value switch
    {
        Html html => html.ToString(),
        string text => Text(text),
        _ => value,
    };
}
