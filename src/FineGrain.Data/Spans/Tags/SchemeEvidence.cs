using System.Globalization;

namespace FineGrain.Data.Spans.Tags;

/// <summary>Counts what tells one tag scheme from another, sentence by sentence, and says which scheme a file follows and why.</summary>
public sealed class SchemeEvidence
{
    /// <summary>Where both IOB readings have witnesses, the minority may have at most this share of them: the rest are then broken sequences.</summary>
    private const double Tolerated = 0.05;

    private readonly Dictionary<char, long> letters = [];
    private long lonelyB, insideStarts, bare, sentences;

    /// <summary>Takes in one sentence.</summary>
    public void Add(IEnumerable<Tag> tags)
    {
        sentences++;
        Tag before = default;
        foreach (var tag in tags)
        {
            if (!tag.IsOutside)
            {
                if (tag.Letter == '\0') bare++;
                else letters[tag.Letter] = letters.GetValueOrDefault(tag.Letter) + 1;
                if (tag.Letter == 'B' && before.Type != tag.Type) lonelyB++;
                if (tag.Letter == 'I' && before.Type != tag.Type) insideStarts++;
            }
            before = tag;
        }
    }

    /// <summary>The scheme and the reason; the scheme is null where the evidence points two ways.</summary>
    public (TagScheme? Scheme, string Reason) Conclude()
    {
        var seen = new string([.. letters.Keys.Order()]);
        if (bare > 0) return seen.Length == 0 ? (TagScheme.Io, $"{bare} tags are bare types") : (null, $"{bare} tags are bare types, others begin with {Quoted(seen)}");
        if (seen.Length == 0) return (TagScheme.Iob2, $"all tags of {sentences} sentences are O, so every scheme reads the same");
        if (seen.Any(c => c is 'L' or 'U')) return Only("BILU", TagScheme.Bilou, seen);
        if (seen.Contains('M', StringComparison.Ordinal)) return Only("BMES", TagScheme.Bmes, seen);
        if (seen.Any(c => c is 'E' or 'S')) return Only("BIES", TagScheme.Bioes, seen);
        if (seen == "B") return (TagScheme.Iob2, "all spans are single tokens that begin with B");
        if (seen == "I" && insideStarts > 0) return (TagScheme.Iob1, "no tag begins with B: iob1 and io read the same here");
        if (insideStarts == 0) return (TagScheme.Iob2, $"all {Count(letters.GetValueOrDefault('B'))} spans begin with B");
        if (lonelyB == 0) return (TagScheme.Iob1, $"{Count(insideStarts)} spans begin with I, and B stands only right after a span of its type");
        if (insideStarts <= Tolerated * (lonelyB + insideStarts)) return (TagScheme.Iob2, $"{Count(lonelyB)} spans begin with B where iob1 would not; {Count(insideStarts)} begin with I and are broken");
        if (lonelyB <= Tolerated * (lonelyB + insideStarts)) return (TagScheme.Iob1, $"{Count(insideStarts)} spans begin with I; {Count(lonelyB)} begin with a needless B and are broken");
        return (null, $"{Count(lonelyB)} spans begin with B as in iob2, {Count(insideStarts)} with I as in iob1");
    }

    private static (TagScheme?, string) Only(string allowed, TagScheme scheme, string seen) => seen.All(c => allowed.Contains(c, StringComparison.Ordinal))
        ? (scheme, $"the letters are {Quoted(seen)}")
        : (null, $"the letters are {Quoted(seen)}, which no scheme has together");

    private static string Quoted(string letters) => string.Join(", ", letters.Select(c => $"'{c}'"));

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
