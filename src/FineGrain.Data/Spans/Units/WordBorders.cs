using System.Globalization;
using System.Text;
using FineGrain.Data.Spans.Joining;

namespace FineGrain.Data.Spans.Units;

/// <summary>
/// Numbers the words of a text: a run of letters, digits and their marks is one; each Chinese, Japanese or Korean character, each punctuation mark and each symbol is one of its own.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class WordBorders(string text)
{
    private int at, word = -1;
    private bool inRun;

    /// <summary>Number of the word that covers a position; positions must be asked for in order.</summary>
    public int At(int position)
    {
        while (at <= position)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var kind = Rune.GetUnicodeCategory(rune);
            var runs = !CjkCharacters.Is(rune.Value) && (Rune.IsLetterOrDigit(rune) || kind is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber);
            // Marks and joiners belong to what they stand on.
            if (kind is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format && word >= 0)
            {
                at += length;
                continue;
            }
            if (!(runs && inRun) && !Rune.IsWhiteSpace(rune)) word++;
            inRun = runs;
            at += length;
        }
        return word;
    }
}
