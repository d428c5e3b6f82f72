using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Batching;

/// <summary>
/// The tokens of a long text as they are needed: encoded block after block and forgotten when a window has passed, so that memory does not grow with the text.
/// Tokens and units are counted from the beginning of the text.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="encode">Encodes a part of it whole, without truncation.</param>
/// <param name="blockSize">Characters that are encoded at a time.</param>
internal sealed class TokenFeed(string text, Func<string, EncodedExample> encode, int blockSize)
{
    private readonly List<(int Id, int Type, Offset Place, int Unit)> tokens = [];
    private readonly List<Offset> units = [];
    private readonly List<int> charIds = [];
    private readonly List<int> featureIds = [];
    private int forgottenTokens;
    private int forgottenUnits;
    private int read;
    private EncodedExample? frame;
    private int before;
    private int after;
    private bool hasUnits;

    /// <summary>The block that was read last.</summary>
    public EncodedExample? Latest { get; private set; }

    /// <summary>Whether the text was encoded at once.</summary>
    public bool IsOneBlock { get; private set; }

    /// <summary>Tokens that stand around the text in every window: special tokens and the pair.</summary>
    public int Around => before + after;

    /// <summary>One past the last token that is known.</summary>
    public int End => forgottenTokens + tokens.Count;

    /// <summary>Reads blocks until a token is known or the text ends; whether it is known.</summary>
    public bool Reaches(int token)
    {
        while (End <= token && (Latest is null || read < text.Length)) Read();
        return End > token;
    }

    /// <summary>Whether a unit begins at a token, so that a cut before it splits none; a word where the model has no units.</summary>
    public bool StartsUnit(int token)
    {
        var (_, _, place, unit) = tokens[token - forgottenTokens];
        return hasUnits ? unit < 0 || unit != tokens[token - forgottenTokens - 1].Unit : SentenceBorders.StartsWord(text, place.Start);
    }

    /// <summary>Whether a sentence begins at a token.</summary>
    public bool StartsSentence(int token) => SentenceBorders.EndsBefore(text, tokens[token - forgottenTokens].Place.Start);

    /// <summary>Allows to forget what stands before a token; done when it is more than half of all, so that nothing is moved often.</summary>
    public void Forget(int token)
    {
        if (token - forgottenTokens < tokens.Count / 2) return;
        tokens.RemoveRange(0, token - forgottenTokens);
        forgottenTokens = token;
        var next = tokens.FindIndex(t => t.Unit >= 0);
        if (next < 0) return;
        var passed = tokens[next].Unit - forgottenUnits;
        charIds.RemoveRange(0, passed * Each(charIds));
        featureIds.RemoveRange(0, passed * Each(featureIds));
        units.RemoveRange(0, passed);
        forgottenUnits += passed;
    }

    /// <summary>The tokens from <paramref name="start"/> to <paramref name="end"/> as model input.</summary>
    public TextWindow Window(int start, int end, bool last)
    {
        var own = tokens.GetRange(start - forgottenTokens, end - start);
        int[] numbers = [.. own.Where(t => t.Unit >= 0).Select(t => t.Unit)];
        var (firstUnit, pastUnit) = numbers.Length == 0 ? (forgottenUnits, forgottenUnits) : (numbers[0], numbers[^1] + 1);
        var rest = frame!.Ids.Length - after;
        return new()
        {
            Encoded = new()
            {
                Ids = [.. frame.Ids[..before], .. own.Select(t => t.Id), .. frame.Ids[rest..]],
                TypeIds = [.. frame.TypeIds[..before], .. own.Select(t => t.Type), .. frame.TypeIds[rest..]],
                Offsets = [.. frame.Offsets[..before], .. own.Select(t => t.Place), .. frame.Offsets[rest..]],
                NgramIds = Latest!.NgramIds,
                TokenUnits = hasUnits ? [.. Enumerable.Repeat(-1, before), .. own.Select(t => t.Unit < 0 ? -1 : t.Unit - firstUnit), .. Enumerable.Repeat(-1, after)] : [],
                Units = [.. units.GetRange(firstUnit - forgottenUnits, pastUnit - firstUnit)],
                CharIds = OfUnits(charIds, firstUnit, pastUnit),
                FeatureIds = OfUnits(featureIds, firstUnit, pastUnit),
            },
            FirstUnit = firstUnit,
            Start = own[0].Place.Start,
            End = own[^1].Place.End,
            CutBefore = start > 0,
            CutAfter = !last,
            Tokens = own.Count,
        };
    }

    /// <summary>Where in the text the last of its tokens ends.</summary>
    internal static int ReadsTo(EncodedExample example) => EndOfText(example.Offsets) is > 0 and var end ? example.Offsets[end - 1].End : 0;

    private void Read()
    {
        var start = read;
        read = text.Length - start <= blockSize ? text.Length : SentenceBorders.LastIn(text, start + (blockSize / 2), start + blockSize);
        IsOneBlock = start == 0 && read == text.Length;
        var block = Latest = encode(IsOneBlock ? text : text[start..read]);
        hasUnits = block.TokenUnits.Length > 0;
        if (text.AsSpan(start, read - start).IsWhiteSpace() || EndOfText(block.Offsets) == 0 || (hasUnits && block.Units.Length == 0)) return;
        if (frame is null)
        {
            frame = block;
            while (block.Offsets[before].Length == 0) before++;
            after = block.Ids.Length - EndOfText(block.Offsets);
        }
        var firstUnit = forgottenUnits + units.Count;
        for (var i = before; i < block.Ids.Length - after; i++)
            tokens.Add((block.Ids[i], block.TypeIds[i], Moved(block.Offsets[i], start), !hasUnits || block.TokenUnits[i] < 0 ? -1 : block.TokenUnits[i] + firstUnit));
        units.AddRange(block.Units.Select(unit => Moved(unit, start)));
        charIds.AddRange(block.CharIds);
        featureIds.AddRange(block.FeatureIds);
    }

    /// <summary>How many ids each unit has.</summary>
    private int Each(List<int> ids) => units.Count == 0 ? 0 : ids.Count / units.Count;

    private int[] OfUnits(List<int> ids, int first, int past) => [.. ids.GetRange((first - forgottenUnits) * Each(ids), (past - first) * Each(ids))];

    /// <summary>One past the last token with a place in the text: places never go back in a text, so where they do a pair begins.</summary>
    private static int EndOfText(Offset[] places)
    {
        var (end, reached) = (0, -1);
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].Length == 0) continue;
            if (places[i].Start < reached) break;
            (end, reached) = (i + 1, places[i].Start);
        }
        return end;
    }

    private static Offset Moved(Offset offset, int by) => new(offset.Start + by, offset.End + by);
}
