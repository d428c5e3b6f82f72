namespace FineGrain.Data.Reading;

/// <summary>The tag schemes of column files: IO, IOB1, IOB2 and BIOES with its spellings (M for I, E or L for the end, S, U or W for a single token).</summary>
internal static class TagScheme
{
    /// <summary>
    /// The scheme that the tags show: bioes where ends or singles occur; io where nothing but I- or bare types occur and two spans never touch by sign;
    /// iob1 where B- only parts two spans of one type that touch; else iob2.
    /// </summary>
    public static string Detect(IEnumerable<IReadOnlyList<string>> sentences)
    {
        long insideStarts = 0, parting = 0, begins = 0, bare = 0;
        foreach (var tags in sentences)
        {
            var before = ("O", "");
            foreach (var tag in tags)
            {
                var (kind, type) = Parts(tag);
                if (kind is "E" or "S") return "bioes";
                if (kind == "I" && (before.Item1 == "O" || before.Item2 != type)) insideStarts++;
                if (kind == "B")
                {
                    begins++;
                    if (before.Item1 != "O" && before.Item2 == type) parting++;
                }
                if (kind == "T") bare++;
                before = (kind, type);
            }
        }
        if (begins == 0) return bare > 0 || insideStarts > 0 ? "io" : "iob2";
        // A file of IOB1 begins most spans with I-; a file of IOB2 with a few slips begins few so.
        return insideStarts > begins ? "iob1" : "iob2";
    }

    /// <summary>The spans of a sentence as token positions, both ends included.</summary>
    /// <exception cref="BrokenTagException">A tag cannot stand at its place, and <paramref name="repair"/> is off.</exception>
    public static List<(int First, int Last, string Type)> Spans(string scheme, IReadOnlyList<string> tags, bool repair)
    {
        var spans = new List<(int First, int Last, string Type)>();
        var (open, openType) = (-1, "");
        for (var i = 0; i < tags.Count; i++)
        {
            var (kind, type) = Parts(tags[i]);
            if (kind == "T") kind = "I";
            var goesOn = open >= 0 && (kind is "I" or "E") && type == openType;
            if (open >= 0 && !goesOn)
            {
                if (scheme == "bioes" && !repair) throw new BrokenTagException(i, $"tag '{tags[i]}' follows an open span of {openType}, which must end with 'E-{openType}' first.");
                Close(i - 1);
            }
            if (kind == "O") continue;
            if (!goesOn)
            {
                if (kind is "I" or "E" && scheme is "iob2" or "bioes" && !repair)
                    throw new BrokenTagException(i, $"tag '{tags[i]}' follows '{(i == 0 ? "the start of the sentence" : tags[i - 1])}'; in {scheme} a span begins with 'B-'{(scheme == "bioes" ? " or 'S-'" : "")}.");
                (open, openType) = (i, type);
            }
            if (kind is "E" or "S") Close(i);
        }
        if (open >= 0)
        {
            if (scheme == "bioes" && !repair) throw new BrokenTagException(tags.Count - 1, $"the span of {openType} is open at the end of the sentence; its last tag must be 'E-{openType}'.");
            Close(tags.Count - 1);
        }
        return spans;

        void Close(int last)
        {
            spans.Add((open, last, openType));
            open = -1;
        }
    }

    /// <summary>Kind (O, B, I, E, S, or T for a bare type) and type of a tag.</summary>
    private static (string Kind, string Type) Parts(string tag)
    {
        if (tag is "O" or "o") return ("O", "");
        if (tag is [var letter, '-' or '_', ..] && tag.Length > 2)
        {
            switch (letter)
            {
                case 'B': return ("B", tag[2..]);
                case 'I' or 'M': return ("I", tag[2..]);
                case 'E' or 'L': return ("E", tag[2..]);
                case 'S' or 'U' or 'W': return ("S", tag[2..]);
            }
        }
        return ("T", tag);
    }
}
