using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Reading;

/// <summary>Reads the columns <c>aspects</c> and <c>entities</c>: a JSON list of <c>{start, end, text?, polarity|type|label}</c> with offsets into the text.</summary>
internal static class SpanColumn
{
    /// <summary>The spans of <paramref name="json"/>, checked against <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">Not such a list, an offset outside the text, or words that differ from the slice.</exception>
    public static Span[] Parse(string json, string text, string column, string labelKey)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(e => One(e, text, column, labelKey))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"column '{column}' is not a list of {{start, end, {labelKey}}}: {e.Message}", e);
        }
    }

    private static Span One(JsonElement element, string text, string column, string labelKey)
    {
        var (start, end) = (element.GetProperty("start").GetInt32(), element.GetProperty("end").GetInt32());
        if (start < 0 || end <= start || end > text.Length)
            throw new FormatException($"span [{start}, {end}) of '{column}' does not lie in the text of {text.Length} UTF-16 units");
        if (element.TryGetProperty("text", out var words) && words.GetString() is { } expected && expected != text[start..end])
            throw new FormatException($"span [{start}, {end}) of '{column}' slices '{text[start..end]}', not '{expected}'; offsets count UTF-16 units from 0");
        if (!element.TryGetProperty(labelKey, out var label) && !element.TryGetProperty("label", out label))
            return column == "aspects" ? new Span(start, end, "") : throw new FormatException($"span [{start}, {end}) of '{column}' has no {labelKey}"); // an aspect that is only asked about has no polarity yet
        return new Span(start, end, label.GetString() ?? throw new FormatException($"span [{start}, {end}) of '{column}' has no {labelKey}"));
    }
}
