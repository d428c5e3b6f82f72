using System.Text;

namespace FineGrain.Data.Spans.Joining;

/// <summary>The characters that are written without spaces: Han, kana, and the marks and full-width forms that go with them.</summary>
internal static class CjkCharacters
{
    public static bool Begins(ReadOnlySpan<char> text) => Rune.DecodeFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done && Is(rune.Value);

    public static bool Ends(ReadOnlySpan<char> text) => Rune.DecodeLastFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done && Is(rune.Value);

    /// <summary>Whether a token is one such character and nothing else.</summary>
    public static bool IsOne(string token) => Rune.DecodeFromUtf16(token, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == token.Length && Is(rune.Value);

    /// <summary>Whether a code point is one.</summary>
    public static bool Is(int c) => c is (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFFEF)
        or (>= 0x20000 and <= 0x3FFFF) or (>= 0x2014 and <= 0x2026);
}
