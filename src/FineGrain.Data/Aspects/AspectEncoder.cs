using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Cleaning;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Aspects;

/// <summary>
/// A text with the aspect that is asked about as model input. The text is tokenized once, whole; a token belongs to the aspect when it overlaps it, and markers stand between tokens.
/// A text that is too long is cut to the window around the aspect, so that a far aspect loses nothing but what is farther from it; of a very long one only the surroundings of the
/// aspect are tokenized, unless n-grams ask for all of it. Safe for several threads.
/// </summary>
internal sealed class AspectEncoder
{
    private readonly Tokenizer tokenizer;
    private readonly AspectRecipe recipe;
    private readonly Cleaner cleaner;
    private readonly AspectNgrams? ngrams;
    private readonly int length;
    private readonly EncodeOptions whole;
    private readonly int[] before, after;
    private readonly int unknown;

    public AspectEncoder(Tokenizer tokenizer, EncodingManifest encoding)
    {
        (this.tokenizer, recipe, length) = (tokenizer, encoding.Aspects!, encoding.MaxLength);
        cleaner = new(encoding.Clean);
        ngrams = encoding.Ngrams is { Words: > 0 } or { Characters: > 0 } ? new(encoding.Ngrams, recipe, tokenizer) : null;
        whole = new() { SpecialTokens = encoding.SpecialTokens };
        before = recipe.Encoding is "marked" or "masked" ? [Marker(AspectMarkers.Open)] : [];
        after = recipe.Encoding is "marked" ? [Marker(AspectMarkers.Close)] : [];
        unknown = tokenizer.IdOf("[UNK]") ?? tokenizer.PaddingId;
    }

    /// <summary>Encodes a text with its first aspect; without one it is encoded as it stands.</summary>
    public EncodedExample Encode(string text, Span? aspect)
    {
        var (start, end) = aspect is null ? (0, 0) : (aspect.Start, aspect.End);
        for (long around = ExampleEncoder.LongText / 2; ngrams is null && end - start + (2 * around) < text.Length; around *= 2)
        {
            var from = start <= around ? 0 : SentenceBorders.LastIn(text, start - (int)around, start - (int)(around / 2));
            var to = text.Length - end <= around ? text.Length : SentenceBorders.LastIn(text, end + (int)(around / 2), end + (int)around);
            if (Encode(text[from..to], from, aspect, (int)around / 4, from > 0, to < text.Length) is { } encoded) return encoded;
        }
        return Encode(text, 0, aspect, 0, false, false)!;
    }

    /// <summary>Encodes a stretch of a text; null where it is too short to give what the whole text would.</summary>
    /// <param name="text">The stretch.</param>
    /// <param name="origin">Where it begins in the text.</param>
    /// <param name="aspect">The aspect in the whole text.</param>
    /// <param name="margin">Characters between the tokens that stay and a cut: what is farther from them changes none of them.</param>
    /// <param name="cutBefore">Whether text stands before the stretch.</param>
    /// <param name="cutAfter">Whether text stands behind it.</param>
    private EncodedExample? Encode(string text, int origin, Span? aspect, int margin, bool cutBefore, bool cutAfter)
    {
        var clean = cleaner.Clean(text);
        var encoded = tokenizer.Encode(clean.Text, null, whole);
        var (first, last) = Body(encoded);
        var offsets = new Offset[encoded.Ids.Length];
        for (var i = first; i < last; i++)
        {
            var (start, end) = clean.ToOriginal(encoded.Offsets[i].Start, encoded.Offsets[i].End);
            offsets[i] = new(start + origin, end + origin);
        }
        var (from, to) = aspect is null ? (first, first) : Place(offsets.AsSpan(first, last - first), aspect, first);
        var ids = (int[])encoded.Ids.Clone();
        for (var i = first; i < last; i++)
            if (before.Contains(ids[i]) || after.Contains(ids[i])) ids[i] = unknown; // the text spells a marker out

        var row = new Row(length);
        row.Add(ids.AsSpan(0, first), offsets.AsSpan(0, first), 0);
        var marked = aspect is not null;
        var inside = recipe.Encoding == "masked" && marked ? to..to : from..to;
        var term = inside.End.Value - inside.Start.Value + (marked ? before.Length + after.Length : 0);
        var room = Math.Max(0, length - first - (ids.Length - last) - term);
        var (left, right) = Window(from - first, last - to, room);
        if (cutBefore && (from - first <= room || (left > 0 && offsets[from - left].Start < origin + margin))) return null;
        if (cutAfter && (last - to <= room || (right > 0 && offsets[to + right - 1].End > origin + text.Length - margin))) return null;
        row.Add(ids.AsSpan(from - left, left), offsets.AsSpan(from - left, left), 0);
        if (marked) row.Add(before, new Offset[before.Length], 1);
        row.Add(ids.AsSpan(inside), offsets.AsSpan(inside), 1);
        if (marked) row.Add(after, new Offset[after.Length], 1);
        row.Add(ids.AsSpan(to, right), offsets.AsSpan(to, right), 0);
        row.Add(ids.AsSpan(last), offsets.AsSpan(last), 0);
        return row.Done(unknown, ngrams is null ? [] : ngrams.Of(ids.AsSpan(first, from - first), ids.AsSpan(from, to - from), ids.AsSpan(to, last - to), clean.Text));
    }

    /// <summary>The tokens of the text itself, between special tokens.</summary>
    private static (int First, int Last) Body(Encoding encoded)
    {
        var first = Array.IndexOf(encoded.Sequence, 0);
        return first < 0 ? ((encoded.Ids.Length + 1) / 2, (encoded.Ids.Length + 1) / 2) : (first, Array.LastIndexOf(encoded.Sequence, 0) + 1);
    }

    /// <summary>The tokens that overlap the aspect; none, at its place, where cleaning left nothing of it.</summary>
    private static (int From, int To) Place(ReadOnlySpan<Offset> offsets, Span aspect, int first)
    {
        var from = 0;
        while (from < offsets.Length && offsets[from].End <= aspect.Start) from++;
        var to = from;
        while (to < offsets.Length && offsets[to].Start < aspect.End) to++;
        return (from + first, to + first);
    }

    /// <summary>How many tokens stay on each side of the aspect: as many on both where neither side is short.</summary>
    private static (int Left, int Right) Window(int left, int right, int room)
    {
        if (left + right <= room) return (left, right);
        var half = room / 2;
        return left <= half ? (left, room - left) : right <= half ? (room - right, right) : (half, room - half);
    }

    private int Marker(string token) => tokenizer.IdOf(token) ?? throw new InputException("tokenizer.json", $"has no token '{token}', which 'aspects.encoding: {recipe.Encoding}' needs. Write the model folder anew.");

    /// <summary>A row under construction; what does not fit falls off its end, as with an aspect that is longer than the whole input.</summary>
    private sealed class Row(int longest)
    {
        private readonly List<int> ids = [], types = [];
        private readonly List<Offset> places = [];

        public void Add(ReadOnlySpan<int> tokens, ReadOnlySpan<Offset> offsets, int type)
        {
            ids.AddRange(tokens);
            places.AddRange(offsets);
            foreach (var _ in tokens) types.Add(type);
        }

        public EncodedExample Done(int unknown, int[] ngrams)
        {
            if (ids.Count == 0) Add([unknown], [default], 0);
            var kept = Math.Min(longest, ids.Count);
            return new() { Ids = [.. ids.Take(kept)], TypeIds = [.. types.Take(kept)], Offsets = [.. places.Take(kept)], NgramIds = ngrams };
        }
    }
}
