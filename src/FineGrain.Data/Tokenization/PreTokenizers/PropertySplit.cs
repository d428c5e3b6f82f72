using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>Splits at code points of a class; the base of Punctuation, Digits and WhitespaceSplit.</summary>
internal abstract class PropertySplit(SplitBehavior behavior) : PreTokenizer
{
    protected SplitBehavior Behavior => behavior;

    public sealed override void Split(Pieces pieces)
    {
        var text = pieces.Text;
        for (var p = 0; p < pieces.Count; p++)
        {
            var (from, to) = pieces[p];
            var cutter = new SplitCutter(pieces, behavior, from);
            var gap = from;
            for (int at = from, width; at < to; at += width)
            {
                if (!IsMatch(text.CodePointAt(at, out width))) continue;
                if (at > gap) cutter.Part(gap, at, isMatch: false);
                cutter.Part(at, at + width, isMatch: true);
                gap = at + width;
            }
            if (to > gap) cutter.Part(gap, to, isMatch: false);
            cutter.Finish(to);
        }
        pieces.Commit();
    }

    protected abstract bool IsMatch(int codePoint);
}

/// <summary>Splits at white space, which is dropped.</summary>
internal sealed class WhitespaceSplit() : PropertySplit(SplitBehavior.Removed)
{
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "WhitespaceSplit");
        json.WriteEndObject();
    }

    protected override bool IsMatch(int codePoint) => UnicodeNormalizer.IsSpace(codePoint);
}

/// <summary>Splits at punctuation: category P and the ASCII symbols.</summary>
internal sealed class Punctuation(SplitBehavior behavior) : PropertySplit(behavior)
{
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Punctuation");
        json.WriteString("behavior", Behavior.ToString());
        json.WriteEndObject();
    }

    protected override bool IsMatch(int codePoint) => BertPreTokenizer.IsPunctuation(codePoint);
}

/// <summary>Splits at numeric characters (category N), each alone or in groups.</summary>
internal sealed class Digits(bool individual) : PropertySplit(individual ? SplitBehavior.Isolated : SplitBehavior.Contiguous)
{
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Digits");
        json.WriteBoolean("individual_digits", individual);
        json.WriteEndObject();
    }

    protected override bool IsMatch(int codePoint) => (UnicodeTables.FlagsOf(codePoint) & UnicodeFlags.Number) != 0;
}
