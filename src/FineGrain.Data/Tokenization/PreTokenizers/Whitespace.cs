using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>Groups of word characters and groups of anything else but white space: <c>\w+|[^\w\s]+</c>, by Unicode.</summary>
internal sealed class Whitespace : PreTokenizer
{
    public override void Split(Pieces pieces)
    {
        var text = pieces.Text;
        for (var p = 0; p < pieces.Count; p++)
        {
            var (from, to) = pieces[p];
            var (open, kind) = (from, UnicodeFlags.Space);
            for (int at = from, width; at < to; at += width)
            {
                var now = UnicodeTables.FlagsOf(text.CodePointAt(at, out width)) & (UnicodeFlags.Word | UnicodeFlags.Space);
                if (now == kind) continue;
                if (kind != UnicodeFlags.Space) pieces.Add(open, at);
                (open, kind) = (at, now);
            }
            if (kind != UnicodeFlags.Space) pieces.Add(open, to);
        }
        pieces.Commit();
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Whitespace");
        json.WriteEndObject();
    }
}
