using System.Text;

namespace FineGrain.Analysis.Explaining;

/// <summary>Takes words out of a text. What stands between them stays, so that the rest keeps its own spelling.</summary>
public static class Erasing
{
    /// <summary>The text without the words that <paramref name="erased"/> marks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words, in order.</param>
    /// <param name="erased">Whether each word goes.</param>
    public static string Without(string text, IReadOnlyList<(int Start, int End)> words, IReadOnlyList<bool> erased)
    {
        var kept = new StringBuilder(text.Length);
        var at = 0;
        for (var w = 0; w < words.Count; w++)
        {
            if (!erased[w]) continue;
            kept.Append(text, at, words[w].Start - at);
            at = words[w].End;
        }
        return kept.Append(text, at, text.Length - at).ToString();
    }
}
