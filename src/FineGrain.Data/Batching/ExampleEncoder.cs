using FineGrain.Core;
using FineGrain.Data.Cleaning;
using FineGrain.Data.Spans.Features;
using FineGrain.Data.Spans.Units;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Batching;

/// <summary>The one path from text to model input, for training and serving: clean, tokenize, truncate, hash n-grams. Safe for several threads.</summary>
/// <param name="tokenizer">The tokenizer of the model.</param>
/// <param name="encoding">How the model wants its texts.</param>
/// <param name="lexicon">Words that features of units look for; null where they look for none.</param>
public sealed class ExampleEncoder(Tokenizer tokenizer, EncodingManifest encoding, Lexicon? lexicon = null)
{
    private readonly Cleaner cleaner = new(encoding.Clean);
    private readonly NgramHashing? ngrams = encoding.Ngrams is { Words: > 0 } or { Characters: > 0 } ? new NgramHashing(encoding.Ngrams) : null;
    private readonly UnitFeatures? features = encoding.Features is { } recipe ? new(recipe, lexicon) : null;
    private readonly UnitCharacters? characters = encoding.Characters.Length > 0 ? new(encoding.Characters, encoding.CharacterLength) : null;
    private readonly EncodeOptions truncated = new() { MaxLength = encoding.MaxLength, Truncation = encoding.Truncation, SpecialTokens = encoding.SpecialTokens };
    private readonly EncodeOptions whole = new() { SpecialTokens = false };
    private readonly EncodeOptions untruncated = new() { SpecialTokens = encoding.SpecialTokens };

    /// <summary>Character ids of a unit; 0 where the model reads none.</summary>
    internal int CharLength => characters?.Width ?? 0;

    /// <summary>Hashed features of a unit; 0 where the model reads none.</summary>
    public int FeatureCount => features?.Count ?? 0;

    /// <summary>The id that fills batches.</summary>
    public int PaddingId => tokenizer.PaddingId;

    /// <summary>Encodes an example's text and pair.</summary>
    public EncodedExample Encode(Example example) => Encode(example.Text, example.Pair);

    /// <summary>Encodes a text, or a pair. N-grams cover the whole text, also what truncation leaves out. A text without tokens becomes one [UNK].</summary>
    public EncodedExample Encode(string text, string? pair = null) => Encode(text, pair, truncated);

    /// <summary>Whether a text that was encoded to <paramref name="example"/> may have been cut, and is then to be answered in windows.</summary>
    public bool NeedsWindows(EncodedExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        return encoding.Windows && example.Ids.Length >= encoding.MaxLength;
    }

    /// <summary>The windows of a text of any length, lazily; one that is the text itself where it fits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text, which stands in every window, or null.</param>
    public IEnumerable<TextWindow> Windows(string text, string? pair = null) =>
        new TextWindows(encoding.MaxLength, encoding.Overlap < 0 ? null : encoding.Overlap).Of(text, part => Encode(part, pair, untruncated));

    private EncodedExample Encode(string text, string? pair, EncodeOptions options)
    {
        var first = cleaner.Clean(text);
        var second = pair is null ? null : cleaner.Clean(pair);
        var encoded = tokenizer.Encode(first.Text, second?.Text, options);
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
