using FineGrain.Core;

namespace FineGrain.Feedback.Probing;

/// <summary>A text as units, each with hashed features of itself and its neighbours; made once, read by every probe.</summary>
public sealed class TokenFeatures
{
    /// <summary>Number of hash buckets.</summary>
    public const int Buckets = 1 << 20;

    /// <summary>Reads a text.</summary>
    public TokenFeatures(string text)
    {
        Units = [.. TextUnits.Of(text)];
        string[] words = [.. Units.Select(u => text[u.Start..u.End])], lower = [.. words.Select(w => w.ToLowerInvariant())], shapes = [.. words.Select(Shape)];
        Features = new int[Units.Length][];
        for (var i = 0; i < Units.Length; i++)
        {
            var found = new List<int>(24);
            void Add(int kind, string value) => found.Add(Hash(kind, value));
            string At(string[] of, int at) => at < 0 ? "<" : at >= of.Length ? ">" : of[at];
            Add(0, lower[i]);
            Add(1, shapes[i]);
            for (var n = 1; n <= Math.Min(4, lower[i].Length); n++)
            {
                Add(2, lower[i][..n]);
                Add(3, lower[i][^n..]);
            }
            Add(4, At(lower, i - 1));
            Add(5, At(lower, i + 1));
            Add(6, At(lower, i - 2));
            Add(7, At(lower, i + 2));
            Add(8, At(shapes, i - 1) + shapes[i]);
            Add(9, shapes[i] + At(shapes, i + 1));
            Add(10, At(lower, i - 1) + "\t" + lower[i]);
            Add(11, lower[i] + "\t" + At(lower, i + 1));
            Add(12, At(shapes, i - 1) + shapes[i] + At(shapes, i + 1));
            if (i == 0) Add(13, shapes.All(s => !s.Contains('a', StringComparison.Ordinal)) ? "headline" : "start");
            Features[i] = [.. found];
        }
    }

    /// <summary>Borders of the units.</summary>
    public (int Start, int End)[] Units { get; }

    /// <summary>Features of each unit.</summary>
    public int[][] Features { get; }

    /// <summary>A bucket for a kind of feature and its value (FNV-1a with a final mix).</summary>
    public static int Hash(int kind, string value)
    {
        var hash = unchecked((14695981039346656037UL ^ (uint)kind) * 1099511628211UL);
        foreach (var c in value) hash = unchecked((hash ^ c) * 1099511628211UL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL);
        return (int)(hash >> 44);
    }

    /// <summary>The tags of spans: 0 outside, 2k + 1 the first unit of a span with label k, 2k + 2 a later one; spans whose borders cut a unit are left out.</summary>
    public int[] Tags(IReadOnlyList<Span> spans, IReadOnlyList<string> labels)
    {
        var tags = new int[Units.Length];
        foreach (var span in spans)
        {
            int first = Array.FindIndex(Units, u => u.Start == span.Start), last = Array.FindIndex(Units, u => u.End == span.End), label = labels.IndexOf(span.Label);
            if (first < 0 || last < first || label < 0) continue;
            for (var i = first; i <= last; i++) tags[i] = (2 * label) + (i == first ? 1 : 2);
        }
        return tags;
    }

    /// <summary>The spans of tags.</summary>
    public List<Span> Spans(int[] tags, IReadOnlyList<string> labels)
    {
        var spans = new List<Span>();
        for (var i = 0; i < tags.Length; i++)
        {
            if (tags[i] % 2 == 0) continue;
            var first = i;
            while (i + 1 < tags.Length && tags[i + 1] == tags[first] + 1) i++;
            spans.Add(new(Units[first].Start, Units[i].End, labels[tags[first] / 2]));
        }
        return spans;
    }

    private static string Shape(string word)
    {
        var shape = new System.Text.StringBuilder();
        foreach (var c in word)
        {
            var kind = char.IsUpper(c) ? 'A' : char.IsLower(c) ? 'a' : char.IsDigit(c) ? '0' : char.IsLetter(c) ? 'x' : c;
            if (shape.Length < 2 || shape[^1] != kind || shape[^2] != kind) shape.Append(kind);
        }
        return shape.ToString();
    }
}

/// <summary>Positions in lists.</summary>
internal static class Positions
{
    /// <summary>Where a value stands, or −1.</summary>
    public static int IndexOf(this IReadOnlyList<string> list, string value)
    {
        for (var i = 0; i < list.Count; i++)
            if (list[i] == value) return i;
        return -1;
    }
}
