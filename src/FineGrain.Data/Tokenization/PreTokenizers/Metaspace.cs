using System.Text.Json;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>When <see cref="Metaspace"/> and its like put a mark before a text.</summary>
internal enum PrependScheme
{
    /// <summary>Before every stretch of text.</summary>
    Always,

    /// <summary>Before the beginning of the input only.</summary>
    First,

    /// <summary>Not at all.</summary>
    Never,
}

/// <summary>SentencePiece's spaces: a space becomes ▁, pieces begin at it. The mark keeps the range of its space.</summary>
internal sealed class Metaspace(char replacement, PrependScheme scheme, bool split) : PreTokenizer
{
    public override void Split(Pieces pieces)
    {
        var text = pieces.Text;
        text.Begin();
        for (var p = 0; p < pieces.Count; p++)
        {
            var (from, to) = pieces[p];
            var open = text.Written;
            var prepend = scheme == PrependScheme.Always || (scheme == PrependScheme.First && pieces.IsFirst && p == 0);
            if (prepend && text.Units[from] is var first && first != ' ' && first != replacement) text.Append(replacement, text.StartOf(from), text.StartOf(from));
            for (var at = from; at < to; at++)
            {
                var unit = text.Units[at];
                if (unit == ' ') unit = replacement;
                if (split && unit == replacement && text.Written > open)
                {
                    pieces.Add(open, text.Written);
                    open = text.Written;
                }
                text.Append(unit, text.StartOf(at), text.EndOf(at));
            }
            pieces.Add(open, text.Written);
        }
        text.Commit();
        pieces.Commit();
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Metaspace");
        json.WriteString("replacement", replacement.ToString());
        json.WriteString("prepend_scheme", scheme switch { PrependScheme.Always => "always", PrependScheme.First => "first", _ => "never" });
        json.WriteBoolean("split", split);
        json.WriteEndObject();
    }
}
