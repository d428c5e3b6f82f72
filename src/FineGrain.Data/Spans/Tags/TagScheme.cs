using FineGrain.Core;

namespace FineGrain.Data.Spans.Tags;

/// <summary>How the spans of a sentence are written as one tag a token: the letters that begin, continue and end a span.</summary>
/// <remarks>IOB1 and IOB2 are those of Tjong Kim Sang and Veenstra (1999), "Representing text chunks".</remarks>
public sealed class TagScheme
{
    private readonly char begin, inside, end, single;

    private TagScheme(string name, char begin, char inside, char end, char single) =>
        (Name, this.begin, this.inside, this.end, this.single) = (name, begin, inside, end, single);

    /// <summary>Only inside or outside: neighbours of one type melt together. Tags may be bare types.</summary>
    public static TagScheme Io { get; } = new("io", 'I', 'I', 'I', 'I');

    /// <summary>B only where a span follows another of its type at once (CoNLL-2003).</summary>
    public static TagScheme Iob1 { get; } = new("iob1", 'I', 'I', 'I', 'I');

    /// <summary>B on the first token of every span; also called BIO.</summary>
    public static TagScheme Iob2 { get; } = new("iob2", 'B', 'I', 'I', 'B');

    /// <summary>Begin, middle, end, single.</summary>
    public static TagScheme Bmes { get; } = new("bmes", 'B', 'M', 'E', 'S');

    /// <summary>Begin, inside, end, single.</summary>
    public static TagScheme Bioes { get; } = new("bioes", 'B', 'I', 'E', 'S');

    /// <summary>Begin, inside, last, unit.</summary>
    public static TagScheme Bilou { get; } = new("bilou", 'B', 'I', 'L', 'U');

    /// <summary>Every scheme.</summary>
    public static IReadOnlyList<TagScheme> All { get; } = [Io, Iob1, Iob2, Bmes, Bioes, Bilou];

    /// <summary>Name in recipes.</summary>
    public string Name { get; }

    /// <summary>Whether a span may say where it ends.</summary>
    public bool MarksEnds => end != inside;

    /// <summary>The scheme of a name.</summary>
    /// <exception cref="InputException">No such scheme.</exception>
    public static TagScheme Named(string name) => All.FirstOrDefault(s => s.Name == name)
        ?? throw new InputException("scheme", $"'{name}' is no tag scheme. {Nearest.Hint(name, [.. All.Select(s => s.Name)])}");

    /// <summary>Whether the scheme writes this letter.</summary>
    public bool Uses(char letter) => letter == begin || letter == inside || letter == end || letter == single || (this == Iob1 && letter == 'B');

    /// <summary>
    /// The tags of spans over <paramref name="count"/> tokens; <see cref="Span.Start"/> and <see cref="Span.End"/> count tokens.
    /// </summary>
    /// <exception cref="ArgumentException">A span leaves the sentence, or two overlap: a flat scheme cannot say that.</exception>
    public Tag[] Encode(IEnumerable<Span> spans, int count)
    {
        var tags = new Tag[count];
        foreach (var span in spans.OrderBy(s => s.Start))
        {
            if (span.Start < 0 || span.End > count || span.Start >= span.End) throw new ArgumentException($"span [{span.Start}, {span.End}) does not lie in {count} tokens");
            for (var i = span.Start; i < span.End; i++)
            {
                if (!tags[i].IsOutside) throw new ArgumentException($"token {i} lies in two spans, which one tag a token cannot say");
                tags[i] = new Tag(Letter(i - span.Start, span.End - span.Start), span.Label);
            }
            if (this == Iob1 && span.Start > 0 && tags[span.Start - 1].Type == span.Label) tags[span.Start] = new Tag('B', span.Label);
        }
        return tags;
    }

    /// <summary>
    /// The spans of a tag sequence, in tokens, as conlleval reads it: one begins at a letter that begins, after a letter that ends, or where the type
    /// changes. Where the sequence breaks the scheme, that reading is the repair.
    /// </summary>
    public TagReading Decode(IReadOnlyList<Tag> tags)
    {
        var spans = new List<Span>();
        for (var i = 0; i < tags.Count; i++)
        {
            var tag = tags[i];
            if (tag.IsOutside) continue;
            if (i > 0 && spans.Count > 0 && spans[^1].End == i && Continues(tags[i - 1], tag)) spans[^1] = spans[^1] with { End = i + 1 };
            else spans.Add(new Span(i, i + 1, tag.Type!));
        }
        var canonical = Encode(spans, tags.Count);
        var breaks = new List<TagBreak>();
        for (var i = 0; i < tags.Count; i++)
            if (tags[i].Letter != canonical[i].Letter && tags[i].Letter != '\0')
                breaks.Add(new TagBreak(i, tags[i], i == 0 ? null : tags[i - 1], i + 1 == tags.Count ? null : tags[i + 1], canonical[i]));
        return new TagReading(spans, breaks);
    }

    private static bool Continues(Tag before, Tag tag) => before.Type == tag.Type && tag.Letter is not ('B' or 'S' or 'U') && before.Letter is not ('E' or 'L' or 'S' or 'U');

    private char Letter(int at, int length) => length == 1 ? single : at == 0 ? begin : at == length - 1 ? end : inside;
}
