using FineGrain.Data.Unicode;

namespace FineGrain.Data.Cleaning;

/// <summary>Runs of white space become one space; the ends are trimmed.</summary>
internal static class Whitespace
{
    /// <summary>The space comes from the whole run.</summary>
    public static void Collapse(MappedText text)
    {
        text.Begin();
        for (var i = 0; i < text.Length;)
        {
            var from = i;
            if (UnicodeNormalizer.IsSpace(text.Units[i]))
            {
                while (i < text.Length && UnicodeNormalizer.IsSpace(text.Units[i])) i++;
                if (from > 0 && i < text.Length) text.Append(' ', text.StartOf(from), text.EndOf(i - 1));
            }
            else
            {
                while (i < text.Length && !UnicodeNormalizer.IsSpace(text.Units[i])) i++;
                text.Keep(from, i);
            }
        }
        text.Commit();
    }
}
