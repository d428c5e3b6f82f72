using System.Text.Json;

namespace FineGrain.Data.Spans.Columns;

/// <summary>
/// Comments before a sentence, as CoNLL-U has them: <c># sent_id = 7</c> and <c># text = Ann sings.</c> A text with line breaks or spaces at its ends is
/// written as a JSON string: <c># text_json = "two\nlines"</c>.
/// </summary>
internal static class SentenceComment
{
    private const string Id = "# sent_id = ", Text = "# text = ", Json = "# text_json = ";

    /// <summary>Takes a line into <paramref name="sentence"/>; false where it is no such comment.</summary>
    /// <exception cref="FormatException">The JSON is none.</exception>
    public static bool Read(string line, ColumnSentence sentence)
    {
        if (!line.StartsWith("# ", StringComparison.Ordinal)) return false;
        if (line.StartsWith(Id, StringComparison.Ordinal)) sentence.Id = line[Id.Length..];
        else if (line.StartsWith(Text, StringComparison.Ordinal)) sentence.Text = line[Text.Length..];
        else if (line.StartsWith(Json, StringComparison.Ordinal)) sentence.Text = Parsed(line[Json.Length..]);
        else return false;
        return true;
    }

    /// <summary>The lines of an id and a text, each with its newline.</summary>
    public static string Of(string id, string text)
    {
        var plain = text.Length > 0 && text.AsSpan().Trim().Length == text.Length && !text.AsSpan().ContainsAny('\n', '\r');
        return $"{(Single(id) ? $"{Id}{id}\n" : "")}{(plain ? Text + text : Json + JsonSerializer.Serialize(text, SpanJsonText.Default.String))}\n";
    }

    private static bool Single(string id) => id.Length > 0 && !id.AsSpan().ContainsAny('\n', '\r');

    private static string Parsed(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SpanJsonText.Default.String) ?? throw new FormatException("text_json is null");
        }
        catch (JsonException e)
        {
            throw new FormatException($"text_json is not a JSON string: {e.Message}", e);
        }
    }
}
