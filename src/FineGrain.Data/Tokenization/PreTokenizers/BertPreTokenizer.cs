using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>Splits at white space and makes each punctuation mark a piece; ASCII symbols such as $ and + count as punctuation.</summary>
internal sealed class BertPreTokenizer : PreTokenizer
{
    public override void Split(Pieces pieces)
    {
        var text = pieces.Text;
        for (var p = 0; p < pieces.Count; p++)
        {
            var (from, to) = pieces[p];
            var word = from;
            for (int i = from, width; i < to; i += width)
            {
                var cp = text.CodePointAt(i, out width);
                if (IsPunctuation(cp))
                {
                    pieces.Add(word, i);
                    pieces.Add(i, i + width);
                    word = i + width;
                }
                else if ((UnicodeTables.FlagsOf(cp) & UnicodeFlags.ScriptSpace) != 0)
                {
                    pieces.Add(word, i);
                    word = i + width;
                }
            }
            pieces.Add(word, to);
        }
        pieces.Commit();
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BertPreTokenizer");
        json.WriteEndObject();
    }

    public static bool IsPunctuation(int cp) => cp < 0x80
        ? cp is >= 0x21 and <= 0x2F or >= 0x3A and <= 0x40 or >= 0x5B and <= 0x60 or >= 0x7B and <= 0x7E
        : (UnicodeTables.FlagsOf(cp) & UnicodeFlags.Punctuation) != 0;
}
