using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>Every code point is a match: the cut of the kind <c>character</c>.</summary>
internal sealed class CodePointPattern : TextPattern
{
    public const string Regex = @"[\s\S]";

    public override bool Next(MappedText text, int from, int to, out int start, out int end)
    {
        start = end = from;
        if (from >= to) return false;
        text.CodePointAt(from, out var width);
        end = from + width;
        return true;
    }
}
