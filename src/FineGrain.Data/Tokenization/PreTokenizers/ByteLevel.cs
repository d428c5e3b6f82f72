using System.Text;
using System.Text.Json;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>GPT-2's bytes: the text is cut, then every UTF-8 byte becomes one printable character. All bytes of a code point keep its range.</summary>
internal sealed class ByteLevel(bool addPrefixSpace, bool useRegex, bool trimOffsets) : PreTokenizer
{
    /// <summary>The printable character of each byte: the byte itself where it is printable Latin-1, else 256 and up.</summary>
    public static readonly char[] CharacterOf = Characters();

    private static readonly Gpt2Pattern Pattern = new();

    public override void Split(Pieces pieces)
    {
        var text = pieces.Text;
        if (addPrefixSpace) Prefix(pieces);
        text.Begin();
        for (var p = 0; p < pieces.Count; p++)
        {
            var (from, to) = pieces[p];
            if (!useRegex)
            {
                Piece(pieces, from, to);
                continue;
            }
            for (var at = from; Pattern.Next(text, at, to, out var start, out var end); at = end) Piece(pieces, start, end);
        }
        text.Commit();
        pieces.Commit();
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", addPrefixSpace);
        json.WriteBoolean("trim_offsets", trimOffsets);
        json.WriteBoolean("use_regex", useRegex);
        json.WriteEndObject();
    }

    private static void Prefix(Pieces pieces)
    {
        var text = pieces.Text;
        text.Begin();
        for (var p = 0; p < pieces.Count; p++)
        {
            var (from, to) = pieces[p];
            var open = text.Written;
            if (text.Units[from] != ' ') text.Append(' ', text.StartOf(from), text.StartOf(from));
            text.Keep(from, to);
            pieces.Add(open, text.Written);
        }
        text.Commit();
        pieces.Commit();
    }

    private static void Piece(Pieces pieces, int from, int to)
    {
        var text = pieces.Text;
        var open = text.Written;
        Span<byte> bytes = stackalloc byte[4];
        for (int at = from, width; at < to; at += width)
        {
            var cp = text.CodePointAt(at, out width);
            int start = text.StartOf(at), end = text.EndOf(at + width - 1);
            if (cp < 0x80)
            {
                text.Append(CharacterOf[cp], start, end);
                continue;
            }
            var rune = Rune.IsValid(cp) ? new Rune(cp) : Rune.ReplacementChar;
            var count = rune.EncodeToUtf8(bytes);
            for (var b = 0; b < count; b++) text.Append(CharacterOf[bytes[b]], start, end);
        }
        pieces.Add(open, text.Written);
    }

    private static char[] Characters()
    {
        var characters = new char[256];
        var next = 256;
        for (var b = 0; b < 256; b++)
            characters[b] = b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)b : (char)next++;
        return characters;
    }
}
