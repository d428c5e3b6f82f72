using FineGrain.Core;
using FineGrain.Data.Aspects;
using FineGrain.Data.Cleaning;
using FineGrain.Data.Spans.Features;
using FineGrain.Data.Spans.Units;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Batching;

/// <summary>
/// The one path from text to model input, for training and serving: clean, tokenize, truncate, hash n-grams. Of a very long text no more is cleaned and tokenized than the answer
/// needs, so that memory does not grow with it; n-grams alone read all of it. Safe for several threads.
/// </summary>
/// <param name="tokenizer">The tokenizer of the model.</param>
/// <param name="encoding">How the model wants its texts.</param>
/// <param name="lexicon">Words that features of units look for; null where they look for none.</param>
public sealed class ExampleEncoder(Tokenizer tokenizer, EncodingManifest encoding, Lexicon? lexicon = null)
{
    /// <summary>Characters above which a text is never encoded whole where a part of it is enough.</summary>
    internal const int LongText = 1 << 16;

    private readonly Cleaner cleaner = new(encoding.Clean);
    private readonly NgramHashing? ngrams = encoding.Ngrams is { Words: > 0 } or { Characters: > 0 } ? new NgramHashing(encoding.Ngrams) : null;
    private readonly UnitFeatures? features = encoding.Features is { } recipe ? new(recipe, lexicon) : null;
    private readonly UnitCharacters? characters = encoding.Characters.Length > 0 ? new(encoding.Characters, encoding.CharacterLength) : null;
    private readonly EncodeOptions truncated = new() { MaxLength = encoding.MaxLength, Truncation = encoding.Truncation, SpecialTokens = encoding.SpecialTokens };
    private readonly AspectEncoder? aspects = encoding.Aspects is null or { Encoding: "pair" } ? null : new(tokenizer, encoding);
    private readonly EncodeOptions whole = new() { SpecialTokens = false };
    private readonly EncodeOptions untruncated = new() { SpecialTokens = encoding.SpecialTokens };

    /// <summary>An asked aspect is answered in one window, the one around it.</summary>
    private readonly bool windows = encoding is { Windows: true, Aspects: null };

    /// <summary>Character ids of a unit; 0 where the model reads none.</summary>
    internal int CharLength => characters?.Width ?? 0;

    /// <summary>Hashed features of a unit; 0 where the model reads none.</summary>
    public int FeatureCount => features?.Count ?? 0;

    /// <summary>The id that fills batches.</summary>
    public int PaddingId => tokenizer.PaddingId;

    /// <summary>Encodes an example: its text and pair, or its text with the first of its aspects where the model asks about one.</summary>
    public EncodedExample Encode(Example example) => encoding.Aspects is null ? Encode(example.Text, example.Pair) : EncodeAspect(example.Text, example.Asked);

    /// <summary>Encodes a text and the aspect that is asked about.</summary>
    /// <param name="text">The text.</param>
    /// <param name="aspect">The aspect; null encodes the text alone.</param>
    public EncodedExample EncodeAspect(string text, Span? aspect) => aspects is not null ? aspects.Encode(text, aspect) : aspect is null ? Encode(text) : EncodeBeside(text, aspect);

    /// <summary>Encodes a text, or a pair. N-grams cover the whole text, also what truncation leaves out. A text without tokens becomes one [UNK].</summary>
    public EncodedExample Encode(string text, string? pair = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (text.Length > LongText ? EncodeBeginning(text, pair) : null) ?? Encode(text, pair, truncated);
    }

    /// <summary>
    /// Encodes an example that is answered at once; null where it is to be answered in the <see cref="Windows"/> of its text, because it is longer than the model reads. An asked aspect is
    /// always answered at once: its encoding is the window around it. A text of more than 65,536 characters goes to windows without being encoded first.
    /// </summary>
    public EncodedExample? EncodeWhole(Example example)
    {
        ArgumentNullException.ThrowIfNull(example);
        if (!windows) return Encode(example);
        if (example.Text.Length > LongText) return null;
        var encoded = Encode(example);
        return encoded.Ids.Length < encoding.MaxLength ? encoded : null;
    }

    /// <summary>The windows of a text of any length, lazily; one that is the text itself where it fits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text, which stands in every window, or null.</param>
    public IEnumerable<TextWindow> Windows(string text, string? pair = null) =>
        new TextWindows(encoding.MaxLength, encoding.Overlap < 0 ? null : encoding.Overlap).Of(text, part => Encode(part, pair, untruncated));

    /// <summary>
    /// Encodes as much of the beginning of a long text as surely gives what all of it would: the tokens that stay end in its first half, and what stands farther on changes none of them.
    /// Null where only the whole text tells.
    /// </summary>
    private EncodedExample? EncodeBeginning(string text, string? pair)
    {
        if (ngrams is not null || !(encoding.Truncation is "longest_first" or "only_first" || (pair is null && encoding.Truncation == "only_second"))) return null;
        var second = pair is null ? null : cleaner.Clean(pair);
        for (var size = LongText; size < text.Length; size *= 2)
        {
            var first = cleaner.Clean(text[..SentenceBorders.LastIn(text, size / 2, size)]);
            var encoded = tokenizer.Encode(first.Text, second?.Text, truncated);
            if (encoded.Length == encoding.MaxLength && IsEnough(encoded, first.Text.Length / 2)) return Of(first, second, encoded);
        }
        return null;
    }

    /// <summary>Whether the kept tokens of the text end by <paramref name="limit"/> and outnumber those of the pair, so that its whole length would not shorten the pair.</summary>
    private static bool IsEnough(Encoding encoded, int limit)
    {
        var last = Array.LastIndexOf(encoded.Sequence, 0);
        return last >= 0 && encoded.Offsets[last].End <= limit && encoded.Sequence.Count(s => s == 0) > encoded.Sequence.Count(s => s == 1) + 1;
    }

    /// <summary>Encodes a text with its aspect as the second text; where truncation would cut the aspect off, in the window that sees most around it.</summary>
    private EncodedExample EncodeBeside(string text, Span aspect)
    {
        var term = aspect.Slice(text);
        var encoded = Encode(text, term);
        if (encoded.Ids.Length < encoding.MaxLength || TokenFeed.ReadsTo(encoded) >= aspect.End) return encoded;
        // A term that fills the input leaves no room for windows.
        if (tokenizer.Encode(cleaner.Clean(term).Text, null, whole).Length > encoding.MaxLength / 2) return encoded;
        var around = WindowContext.Best(new TextWindows(encoding.MaxLength).Of(text, part => Encode(part, term, untruncated)), aspect);
        return around.Encoded with { NgramIds = encoded.NgramIds };
    }

    private EncodedExample Encode(string text, string? pair, EncodeOptions options)
    {
        var first = cleaner.Clean(text);
        var second = pair is null ? null : cleaner.Clean(pair);
        return Of(first, second, tokenizer.Encode(first.Text, second?.Text, options));
    }

    private EncodedExample Of(CleanText first, CleanText? second, Encoding encoded)
    {
        var grams = ngrams is null ? [] : ngrams.Of(encoded.Ids.Length < encoding.MaxLength ? encoded : tokenizer.Encode(first.Text, second?.Text, whole), first.Text, second?.Text);
        var result = encoded.Ids.Length == 0
            ? new EncodedExample { Ids = [tokenizer.IdOf("[UNK]") ?? tokenizer.PaddingId], TypeIds = [0], Offsets = [default], NgramIds = grams }
            : new EncodedExample { Ids = encoded.Ids, TypeIds = encoded.TypeIds, Offsets = Original(encoded, first, second), NgramIds = grams };
        return encoding.Units.Length == 0 ? result : WithUnits(result, encoded, first);
    }

    private EncodedExample WithUnits(EncodedExample example, Encoding encoded, CleanText text)
    {
        if (encoded.Ids.Length == 0) return example with { TokenUnits = [-1] };
        var units = TextUnits.Of(encoding.Units, encoded, text.Text);
        return example with
        {
            TokenUnits = units.OfTokens,
            CharIds = characters?.Of(text.Text, units.Ranges) ?? [],
            FeatureIds = features?.Of(text.Text, units.Ranges) ?? [],
            Units = Array.ConvertAll(units.Ranges, range => text.ToOriginal(range.Start, range.End) is var (start, end) ? new Offset(start, end) : default),
        };
    }

    private static Offset[] Original(Encoding encoded, CleanText first, CleanText? second)
    {
        var offsets = new Offset[encoded.Offsets.Length];
        for (var i = 0; i < offsets.Length; i++)
        {
            var source = encoded.Sequence[i] switch { 0 => first, 1 => second, _ => null };
            if (source is null) continue;
            var (start, end) = source.ToOriginal(encoded.Offsets[i].Start, encoded.Offsets[i].End);
            offsets[i] = new Offset(start, end);
        }
        return offsets;
    }
}
