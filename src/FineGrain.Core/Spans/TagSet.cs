namespace FineGrain.Core.Spans;

/// <summary>
/// The tags that a tagging head chooses from, as logit columns: <c>O</c> first, then those of each label. Training, the CRF and serving share it.
/// </summary>
public sealed class TagSet
{
    /// <summary>Begin, inside: the letters of iob2.</summary>
    private const string Iob2 = "BI";

    /// <summary>Begin, inside, end, single: the letters of bioes.</summary>
    private const string Bioes = "BIES";

    /// <summary>Score of a move that the scheme forbids: so low that its probability is 0, and finite so that sums stay numbers.</summary>
    public const float Forbidden = -1e4f;

    private readonly string letters;

    /// <param name="scheme">iob2 or bioes.</param>
    /// <param name="labels">Names of the span labels in their order.</param>
    /// <exception cref="ArgumentException">Another scheme.</exception>
    public TagSet(string scheme, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        letters = scheme switch { "iob2" => Iob2, "bioes" => Bioes, _ => throw new ArgumentException($"'{scheme}' is no scheme of a tagging head; known are iob2 and bioes", nameof(scheme)) };
        (Scheme, Labels) = (scheme, labels);
        Names = ["O", .. labels.SelectMany(label => letters.Select(letter => $"{letter}-{label}"))];
    }

    /// <summary>iob2 or bioes.</summary>
    public string Scheme { get; }

    /// <summary>The span labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The tags by column, such as B-PER.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of tags K.</summary>
    public int Count => Names.Count;

    /// <summary>Whether a sequence may begin with a tag.</summary>
    public bool MayStart(int tag) => Letter(tag) is 'O' or 'B' or 'S';

    /// <summary>Whether a sequence may end with a tag.</summary>
    public bool MayEnd(int tag) => letters == Iob2 || Letter(tag) is 'O' or 'E' or 'S';

    /// <summary>Whether <paramref name="tag"/> may stand right after <paramref name="before"/>.</summary>
    public bool MayFollow(int before, int tag) => Letter(tag) is 'I' or 'E'
        ? (Letter(before) is 'B' or 'I') && LabelOf(before) == LabelOf(tag)
        : MayEnd(before);

    /// <summary>The label of a tag, or -1 for O.</summary>
    public int LabelOf(int tag) => tag == 0 ? -1 : (tag - 1) / letters.Length;

    /// <summary>The tags of spans that do not overlap.</summary>
    /// <param name="spans">Spans in units.</param>
    /// <param name="count">Number of units.</param>
    /// <exception cref="ArgumentException">A span leaves the units, or two overlap: one tag a unit cannot say that.</exception>
    public int[] Encode(IEnumerable<UnitSpan> spans, int count)
    {
        ArgumentNullException.ThrowIfNull(spans);
        var tags = new int[count];
        foreach (var span in spans)
        {
            if (span.Start < 0 || span.End > count || span.Start >= span.End) throw new ArgumentException($"span [{span.Start}, {span.End}) does not lie in {count} units", nameof(spans));
            for (var i = span.Start; i < span.End; i++)
            {
                if (tags[i] != 0) throw new ArgumentException($"unit {i} lies in two spans, which one tag a unit cannot say", nameof(spans));
                tags[i] = 1 + (span.Label * letters.Length) + letters.IndexOf(LetterAt(i - span.Start, span.End - span.Start), StringComparison.Ordinal);
            }
        }
        return tags;
    }

    /// <summary>The spans of a tag sequence. One that breaks the scheme is read as conlleval does: a span begins wherever none of its label goes on.</summary>
    public IReadOnlyList<UnitSpan> Decode(ReadOnlySpan<int> tags)
    {
        var spans = new List<UnitSpan>();
        for (var i = 0; i < tags.Length; i++)
        {
            if (tags[i] == 0) continue;
            if (i > 0 && LabelOf(tags[i - 1]) == LabelOf(tags[i]) && (Letter(tags[i]) is 'I' or 'E') && (Letter(tags[i - 1]) is 'B' or 'I')) spans[^1] = spans[^1] with { End = i + 1 };
            else spans.Add(new(i, i + 1, LabelOf(tags[i])));
        }
        return spans;
    }

    /// <summary>
    /// What the scheme allows as scores, row-major [K + 2, K]: 0, or <see cref="Forbidden"/>; by tag and the tag after it, then row K for the first tag and row K + 1 for the last.
    /// </summary>
    public float[] Rules()
    {
        var scores = new float[(Count + 2) * Count];
        for (var tag = 0; tag < Count; tag++)
        {
            for (var before = 0; before < Count; before++)
                if (!MayFollow(before, tag)) scores[(before * Count) + tag] = Forbidden;
            if (!MayStart(tag)) scores[(Count * Count) + tag] = Forbidden;
            if (!MayEnd(tag)) scores[((Count + 1) * Count) + tag] = Forbidden;
        }
        return scores;
    }

    private char Letter(int tag) => tag == 0 ? 'O' : letters[(tag - 1) % letters.Length];

    private char LetterAt(int at, int length) => letters == Iob2 ? (at == 0 ? 'B' : 'I') : length == 1 ? 'S' : at == 0 ? 'B' : at == length - 1 ? 'E' : 'I';
}
