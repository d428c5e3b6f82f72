using System.Buffers;
using FineGrain.Core;

namespace FineGrain.Data.Spans.Aspects;

/// <summary>Writes <c>format: asap</c>: the header with the 18 categories, then a record for each text; a category that no label names is -2, not mentioned.</summary>
internal sealed class AsapWriter : ISpanWriter
{
    private const string NotMentioned = "-2";
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");
    private readonly TextWriter output;

    public AsapWriter(TextWriter output)
    {
        this.output = output;
        Record([AsapReader.Index, AsapReader.Review, AsapReader.Stars, .. AsapReader.Categories]);
    }

    public void Write(Example example)
    {
        if (example.Entities.Count + example.Aspects.Count + example.Triplets.Count > 0) throw new FormatException("the text has spans, and asap judges whole texts");
        var judged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in example.Labels)
        {
            var (category, value) = Judgement(label);
            if (!judged.TryAdd(category, value)) throw new FormatException($"category '{category}' has two polarities, and asap has room for one");
        }
        Record([example.Id, example.Text, example.Fields.GetValueOrDefault(AsapReader.Stars, ""), .. AsapReader.Categories.Select(c => judged.GetValueOrDefault(c, NotMentioned))]);
    }

    private static (string Category, string Value) Judgement(string label)
    {
        var cut = label.LastIndexOf('=');
        var (category, polarity) = cut < 0 ? (label, "") : (label[..cut], label[(cut + 1)..]);
        if (!AsapReader.Categories.Contains(category)) throw new FormatException($"label '{label}' names no category of asap. {Nearest.Hint(category, AsapReader.Categories).TrimEnd('.')}");
        return (category, polarity switch
        {
            "positive" => "1",
            "neutral" => "0",
            "negative" => "-1",
            _ => throw new FormatException($"label '{label}' has polarity '{polarity}'; asap has positive, neutral and negative"),
        });
    }

    private void Record(IEnumerable<string> fields) => output.Write($"{string.Join(',', fields.Select(f => f.AsSpan().ContainsAny(Special) ? $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : f))}\n");
}
