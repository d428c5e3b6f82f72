using System.Globalization;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Spans.Brat;

/// <summary>
/// The annotations of one document: text-bound (T), attributes (A, M) and relations (R). Offsets count code points of the whole text. A line that cannot be read
/// is reported and the others are kept.
/// </summary>
internal sealed class BratAnnotations(SourceFile file, string text, SortedDictionary<string, int> skipped)
{
    public const string Aspect = "Aspect", Opinion = "Opinion", Polarity = "Polarity";
    private readonly Dictionary<string, Span> bound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> polarities = new(StringComparer.Ordinal);
    private readonly List<(string First, string Second, string Type)> relations = [];

    public void Read()
    {
        foreach (var line in file.Lines())
        {
            if (line.Text.Length == 0) continue;
            try
            {
                Take(line.Text);
            }
            catch (FormatException e)
            {
                file.Bad(line.Number, $"{e.Message}. The annotation is left out.", e);
            }
        }
    }

    /// <summary>The example that was annotated.</summary>
    public Example Example(SpanSource source, string id)
    {
        var aspects = bound.Where(b => b.Value.Label == Aspect && polarities.ContainsKey(b.Key)).ToDictionary(b => b.Key, b => b.Value with { Label = polarities[b.Key] }, StringComparer.Ordinal);
        var judged = relations.Where(r => aspects.ContainsKey(r.First) && bound.TryGetValue(r.Second, out var o) && o.Label == Opinion).ToList();
        var alone = bound.Where(b => b.Value.Label == Opinion && polarities.ContainsKey(b.Key)).ToList();
        var opinions = judged.Select(r => r.Second).Concat(alone.Select(a => a.Key)).ToHashSet(StringComparer.Ordinal);
        var example = source.Of(id, text, bound.Where(b => !aspects.ContainsKey(b.Key) && !opinions.Contains(b.Key)).Select(b => b.Value));
        return example with
        {
            Aspects = [.. example.Aspects, .. aspects.Values],
            Triplets =
            [
                .. judged.Select(r => new Triplet(aspects[r.First], bound[r.Second] with { Label = "opinion" })),
                .. alone.Select(a => new Triplet(new Span(0, 0, polarities[a.Key]), a.Value with { Label = "opinion" })),
            ],
        };
    }

    private void Take(string line)
    {
        var fields = line.Split('\t');
        switch (line[0])
        {
            case 'T' when fields.Length >= 2:
                bound[fields[0]] = TextBound(fields);
                break;
            case 'A' or 'M' when fields.Length >= 2 && fields[1].Split(' ') is [Polarity, var target, var value]:
                polarities[target] = value;
                break;
            case 'R' when fields.Length >= 2 && fields[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var type, var first, var second]:
                relations.Add((Argument(first), Argument(second), type));
                break;
            case 'A' or 'M': Skip("attributes"); break;
            case 'R' or '*': Skip("relations"); break;
            case 'E': Skip("events"); break;
            case 'N': Skip("normalizations"); break;
            case '#': Skip("notes"); break;
            default: throw new FormatException($"'{(line.Length <= 60 ? line : line[..60])}' is no brat annotation: 'T1<tab>Type start end<tab>words' is expected");
        }
    }

    private Span TextBound(string[] fields)
    {
        var parts = fields[1].Split(' ', 2);
        if (parts.Length < 2) throw new FormatException($"annotation {fields[0]} has no offsets: 'Type start end' is expected, found '{fields[1]}'");
        var stretches = parts[1].Split(';');
        if (stretches.Length > 1) throw new FormatException($"annotation {fields[0]} has {stretches.Length} stretches ({parts[1]}); a span is one. Join them in brat, or mark each");
        var numbers = stretches[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length != 2 || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start) || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end))
            throw new FormatException($"annotation {fields[0]}: '{parts[1]}' is no start and end");
        var found = CodePoints.ToUtf16(text, new Span(start, end, parts[0]));
        if (found.End > text.Length) throw new FormatException($"annotation {fields[0]} [{start}, {end}) leaves the text, which has {CodePoints.FromUtf16(text, new Span(0, text.Length, "")).End} code points");
        var span = SpanText.Checked(text, found);
        if (fields.Length > 2 && fields[2] != Shown(span.Slice(text)))
            throw new FormatException($"annotation {fields[0]} slices '{Shown(span.Slice(text))}', not '{fields[2]}'; brat counts code points of the whole file, line breaks included (a \\r\\n is two)");
        return span;
    }

    /// <summary>The words as brat writes them in one line.</summary>
    public static string Shown(string words) => words.Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');

    private static string Argument(string text) => text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private void Skip(string kind) => skipped[kind] = skipped.GetValueOrDefault(kind) + 1;
}
