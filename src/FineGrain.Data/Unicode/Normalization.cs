namespace FineGrain.Data.Unicode;

/// <summary>One run of the normalization algorithm of UAX 15 (decompose, order, compose) over a <see cref="MappedText"/>.</summary>
internal sealed class Normalization(MappedText text, bool compatible, bool compose)
{
    // Hangul arithmetic of the Unicode Standard, section 3.12.
    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28, SCount = LCount * VCount * TCount;

    private readonly List<Part> parts = [];

    private record struct Part(int CodePoint, int Start, int End, int Class);

    public void Run()
    {
        text.Begin();
        for (int i = 0, width; i < text.Length; i += width)
        {
            var cp = text.CodePointAt(i, out width);
            // Everything before a starter that neither changes nor composes with what stands before is finished; ASCII is the cheap case.
            if (cp < 0x80) Flush();
            Decompose(cp, text.StartOf(i), text.EndOf(i + width - 1));
        }
        Flush();
        text.Commit();
    }

    private void Decompose(int cp, int start, int end)
    {
        var syllable = cp - SBase;
        if (syllable is >= 0 and < SCount)
        {
            parts.Add(new(LBase + syllable / (VCount * TCount), start, end, 0));
            parts.Add(new(VBase + syllable % (VCount * TCount) / TCount, start, end, 0));
            if (syllable % TCount != 0) parts.Add(new(TBase + syllable % TCount, start, end, 0));
        }
        else if (UnicodeTables.DecompositionOf(cp, compatible) is { } to)
        {
            foreach (var part in to) Add(new(part, start, end, UnicodeTables.MarkClassOf(part)));
        }
        else
        {
            Add(new(cp, start, end, UnicodeTables.MarkClassOf(cp)));
        }
    }

    /// <summary>Canonical ordering: a mark moves before marks of a higher class. Marks that changed places share their origin.</summary>
    private void Add(Part part)
    {
        var at = parts.Count;
        if (part.Class != 0)
            while (at > 0 && parts[at - 1].Class > part.Class) at--;
        if (at == parts.Count)
        {
            parts.Add(part);
            return;
        }
        var start = parts[at].Start;
        for (var i = at; i < parts.Count; i++) parts[i] = parts[i] with { Start = start, End = part.End };
        parts.Insert(at, part with { Start = start });
    }

    private void Flush()
    {
        if (compose && parts.Count > 1) Compose();
        foreach (var part in parts) text.AppendCodePoint(part.CodePoint, part.Start, part.End);
        parts.Clear();
    }

    private void Compose()
    {
        int starter = -1, written = 0, lastClass = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (starter >= 0 && (written == starter + 1 || (lastClass != 0 && lastClass < part.Class)))
            {
                var composite = Pair(parts[starter].CodePoint, part.CodePoint);
                if (composite >= 0)
                {
                    // Marks that stay between the letter and the mark taken now keep the order of origins by sharing them.
                    for (var j = starter; j < written; j++) parts[j] = parts[j] with { End = Math.Max(parts[j].End, part.End) };
                    parts[starter] = parts[starter] with { CodePoint = composite };
                    continue;
                }
            }
            if (part.Class == 0) starter = written;
            lastClass = part.Class;
            parts[written++] = part;
        }
        parts.RemoveRange(written, parts.Count - written);
    }

    private static int Pair(int first, int second)
    {
        if (first - LBase is >= 0 and < LCount && second - VBase is >= 0 and < VCount)
            return SBase + ((first - LBase) * VCount + second - VBase) * TCount;
        if (first - SBase is >= 0 and < SCount && (first - SBase) % TCount == 0 && second - TBase is > 0 and < TCount)
            return first + second - TBase;
        return UnicodeTables.CompositionOf(first, second);
    }
}
