using FineGrain.Core;

namespace FineGrain.Data.Spans.Json;

/// <summary>Proves offsets by the words that the file gives beside them.</summary>
internal static class OffsetProof
{
    /// <summary>Compares the slice with the words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="raw">The span as the file counts it.</param>
    /// <param name="span">The same in UTF-16 units.</param>
    /// <param name="words">The words that the file says stand there.</param>
    /// <param name="offsets">utf16 or codepoints.</param>
    /// <exception cref="FormatException">They differ; the message says so where the other way of counting fits.</exception>
    public static void Check(string text, Span raw, Span span, string words, string offsets)
    {
        if (span.Slice(text) == words) return;
        var other = offsets == "utf16" ? CodePoints.ToUtf16(text, raw) : raw;
        var fits = other.Start >= 0 && other.Start < other.End && other.End <= text.Length && other.Slice(text) == words;
        throw new FormatException($"span [{raw.Start}, {raw.End}) '{raw.Label}' slices '{span.Slice(text)}', not '{words}'"
            + (fits ? $". Counted in {(offsets == "utf16" ? "code points" : "UTF-16 units")} it fits: set 'offsets: {(offsets == "utf16" ? "codepoints" : "utf16")}'" : $"; offsets count {offsets} from 0, the end is one past the last"));
    }
}
