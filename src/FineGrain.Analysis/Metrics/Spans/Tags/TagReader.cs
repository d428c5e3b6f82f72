namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>
/// How other tools read spans out of tags. They agree on correct sequences; on broken ones (<c>O I-PER</c>, <c>B-PER I-LOC</c>) each has its own answer,
/// and so its own F1. Data with broken sequences is repaired by our readers with a message; this class is only for saying what the others would print.
/// </summary>
public static class TagReader
{
    /// <summary>A tool's reading.</summary>
    /// <param name="tags">The tags of one sentence.</param>
    /// <param name="tool">The tool.</param>
    /// <exception cref="ArgumentException">seqeval's strict mode refuses a prefix that its scheme does not have.</exception>
    public static IReadOnlyList<TagSpan> Spans(IReadOnlyList<string> tags, TagTool tool) => tool switch
    {
        TagTool.Conlleval => Walk(tags, ConllevalTag, ConllevalEnds, ConllevalStarts),
        TagTool.Seqeval => Walk(tags, SeqevalTag, SeqevalEnds, SeqevalStarts),
        TagTool.SeqevalStrictIob1 => StrictIob1(tags),
        TagTool.SeqevalStrictIob2 => StrictIob2(tags),
        _ => StrictIobes(tags),
    };

    /// <summary>
    /// The walk that conlleval and seqeval's default mode share: between any two neighbours a span may end and another may start;
    /// a sentence stands between two outside tags. A start while a span is open moves that span's beginning: it is reported once, where it ends.
    /// </summary>
    private static List<TagSpan> Walk(IReadOnlyList<string> tags, Func<string, Tag> read, Func<Tag, Tag, bool> ends, Func<Tag, Tag, bool> starts)
    {
        var found = new List<TagSpan>();
        var (before, start) = (new Tag('O', ""), 0);
        for (var i = 0; i <= tags.Count; i++)
        {
            var now = read(i < tags.Count ? tags[i] : "O");
            if (ends(before, now)) found.Add(new(before.Type, start, i));
            if (starts(before, now)) start = i;
            before = now;
        }
        return found;
    }

    /// <summary>Up to the first hyphen the prefix, behind it the type; a tag without hyphen has no type.</summary>
    private static Tag ConllevalTag(string tag) => tag.IndexOf('-', StringComparison.Ordinal) is >= 0 and var cut
        ? new(cut == 1 ? tag[0] : '?', tag[(cut + 1)..])
        : new(tag.Length == 1 ? tag[0] : '?', "");

    private static bool ConllevalEnds(Tag before, Tag now) =>
        before.Prefix is 'B' or 'I' && now.Prefix is 'B' or 'O'
        || before.Prefix == 'E' && now.Prefix is 'E' or 'I' or 'O'
        || before.Prefix is not ('O' or '.') && before.Type != now.Type;

    private static bool ConllevalStarts(Tag before, Tag now) =>
        now.Prefix == 'B' && before.Prefix is 'B' or 'I' or 'O'
        || now.Prefix is 'I' or 'E' && before.Prefix is 'O' or 'E'
        || now.Prefix is not ('O' or '.') && before.Type != now.Type;

    /// <summary>The first character is the prefix; the type is what follows the first hyphen, '_' where nothing does.</summary>
    private static Tag SeqevalTag(string tag)
    {
        var rest = tag[1..];
        var type = rest[(rest.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return new(tag[0], type.Length == 0 ? "_" : type);
    }

    private static bool SeqevalEnds(Tag before, Tag now) =>
        before.Prefix is 'E' or 'S'
        || before.Prefix is 'B' or 'I' && now.Prefix is 'B' or 'S' or 'O'
        || before.Prefix is not ('O' or '.') && before.Type != now.Type;

    private static bool SeqevalStarts(Tag before, Tag now) =>
        now.Prefix is 'B' or 'S'
        || now.Prefix is 'I' or 'E' && before.Prefix is 'O' or 'E' or 'S'
        || now.Prefix is not ('O' or '.') && before.Type != now.Type;

    /// <summary>IOB2: a span is B and the I of its type behind it; any other I belongs to nothing.</summary>
    private static List<TagSpan> StrictIob2(IReadOnlyList<string> tags)
    {
        var read = StrictTags(tags, "IOB");
        var found = new List<TagSpan>();
        for (var i = 0; i < read.Length; i++)
            if (read[i].Prefix == 'B') found.Add(new(read[i].Type, i, Run(read, i)));
        return found;
    }

    /// <summary>
    /// IOB1: I starts a span after O, after any B, and after an I of another type; B only right behind a tag of its own type, which is all it is for.
    /// A span must be closed by what IOB1 allows to follow: B of another type closes after I, but not after B.
    /// </summary>
    private static List<TagSpan> StrictIob1(IReadOnlyList<string> tags)
    {
        var read = StrictTags(tags, "IOB");
        var found = new List<TagSpan>();
        for (var i = 0; i < read.Length;)
        {
            var (before, now) = (i == 0 ? Tag.Outside : read[i - 1], read[i]);
            var starts = now.Prefix switch
            {
                'I' => before.Prefix is 'O' or 'B' || before.Type != now.Type,
                'B' => before.Prefix is 'I' or 'B' && before.Type == now.Type,
                _ => false,
            };
            if (!starts)
            {
                i++;
                continue;
            }
            var end = Run(read, i);
            var (last, next) = (read[end - 1], end < read.Length ? read[end] : Tag.Outside);
            if (last.Prefix == 'I' || next.Prefix != 'B' || next.Type == last.Type) found.Add(new(now.Type, i, end));
            i = end;
        }
        return found;
    }

    /// <summary>IOBES: S alone, or B, any I, and E, all of one type; what is not closed by E is no span.</summary>
    private static List<TagSpan> StrictIobes(IReadOnlyList<string> tags)
    {
        var read = StrictTags(tags, "IOBES");
        var found = new List<TagSpan>();
        for (var i = 0; i < read.Length;)
        {
            var start = i++;
            if (read[start].Prefix is not ('B' or 'S')) continue;
            while (i < read.Length && read[i - 1].Prefix is 'B' or 'I' && read[i].Prefix is 'I' or 'E' && read[i].Type == read[start].Type) i++;
            if (read[i - 1].Prefix is 'E' or 'S') found.Add(new(read[start].Type, start, i));
        }
        return found;
    }

    /// <summary>One past the last I that continues the span which starts at <paramref name="start"/>.</summary>
    private static int Run(Tag[] tags, int start)
    {
        var end = start + 1;
        while (end < tags.Length && tags[end].Prefix == 'I' && tags[end].Type == tags[start].Type) end++;
        return end;
    }

    private static Tag[] StrictTags(IReadOnlyList<string> tags, string prefixes) => [.. tags.Select(tag =>
    {
        if (tag.Length == 0 || !prefixes.Contains(tag[0], StringComparison.Ordinal)) throw new ArgumentException($"tag '{tag}' does not start with one of {string.Join(", ", prefixes.AsEnumerable())}, as the strict scheme wants");
        var type = tag[1..].Trim('-');
        return new Tag(tag[0], type.Length == 0 ? "_" : type);
    })];

    private readonly record struct Tag(char Prefix, string Type)
    {
        public static Tag Outside => new('O', "_");
    }
}
