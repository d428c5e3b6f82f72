using FineGrain.Core;

namespace FineGrain.Data.Batching;

/// <summary>
/// Cuts a text that is longer than the model reads into windows that overlap, lazily. Special tokens and the pair stand in every window. A window ends where a sentence
/// ends if one does in its last eighth, and begins likewise; a unit is only split where it alone is longer than a window. A text that fits is one window: itself.
/// </summary>
public sealed class TextWindows
{
    /// <summary>Characters that are encoded at a time: large beside any window, small beside memory.</summary>
    private const int BlockSize = 1 << 16;

    private readonly int maxLength;
    private readonly int? overlap;

    /// <param name="maxLength">Most tokens of a window, special tokens and pair included.</param>
    /// <param name="overlap">Least tokens that neighbours share, up to half of the text's room in a window; null is a quarter of <paramref name="maxLength"/>, or half the room where that is less.</param>
    /// <exception cref="ArgumentOutOfRangeException">No token fits, or the overlap is negative.</exception>
    public TextWindows(int maxLength, int? overlap = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(overlap ?? 0);
        (this.maxLength, this.overlap) = (maxLength, overlap);
    }

    /// <summary>
    /// The windows of a text. It is encoded in blocks of about 65,536 characters that end with a sentence or at white space, so memory does not grow with it;
    /// n-grams are those of the block that was read last.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="encode">Encodes a text whole, without truncation.</param>
    /// <exception cref="InputException">Special tokens and pair leave no room, or less than twice the overlap.</exception>
    public IEnumerable<TextWindow> Of(string text, Func<string, EncodedExample> encode) => Cut(text, new TokenFeed(text, encode, BlockSize));

    /// <summary>The windows of an encoded text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="whole">The same text encoded without truncation.</param>
    /// <exception cref="InputException">Special tokens and pair leave no room, or less than twice the overlap.</exception>
    public IEnumerable<TextWindow> Of(string text, EncodedExample whole) => Cut(text, new TokenFeed(text, _ => whole, int.MaxValue));

    private IEnumerable<TextWindow> Cut(string text, TokenFeed feed)
    {
        if (!feed.Reaches(0) || (feed.IsOneBlock && feed.Latest!.Ids.Length <= maxLength))
        {
            yield return Whole(text, feed.Latest!);
            yield break;
        }
        var room = maxLength - feed.Around;
        if (room < 1) throw new InputException("max_length", $"{maxLength} tokens leave no room for the text beside {feed.Around} special tokens and tokens of the pair. Raise tokenizer.max_length.");
        var shared = overlap ?? Math.Min(maxLength / 4, room / 2);
        if (shared > room / 2) throw new InputException("overlap", $"windows have room for {room} tokens of the text; an overlap of {overlap} is more than half of that. Allowed: 0 to {room / 2}.");
        for (var start = 0; ;)
        {
            var last = !feed.Reaches(start + room);
            var end = last ? feed.End : EndOf(feed, start, start + room, room / 8);
            yield return feed.Window(start, end, last);
            if (last) yield break;
            start = NextStart(feed, start, end, end - shared, room / 8);
            feed.Forget(start);
        }
    }

    /// <summary>The last place to end a window, at most <paramref name="limit"/>.</summary>
    private static int EndOf(TokenFeed feed, int start, int limit, int slack)
    {
        for (var end = limit; end >= limit - slack && end > start; end--)
            if (feed.StartsUnit(end) && feed.StartsSentence(end)) return end;
        for (var end = limit; end > start; end--)
            if (feed.StartsUnit(end)) return end;
        return limit; // one unit, longer than the window
    }

    /// <summary>The last place to begin the next window, at most <paramref name="limit"/>.</summary>
    private static int NextStart(TokenFeed feed, int start, int end, int limit, int slack)
    {
        for (var next = limit; next >= limit - slack && next > start; next--)
            if (feed.StartsUnit(next) && feed.StartsSentence(next)) return next;
        for (var next = limit; next > start; next--)
            if (feed.StartsUnit(next)) return next;
        return end;
    }

    private static TextWindow Whole(string text, EncodedExample encoded) =>
        new() { Encoded = encoded, FirstUnit = 0, Start = 0, End = text.Length, CutBefore = false, CutAfter = false, Tokens = encoded.Ids.Length };
}
