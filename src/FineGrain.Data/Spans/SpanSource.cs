using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Spans;

/// <summary>A source of annotated text being read: builds its examples, so that every format checks, maps and orders spans alike.</summary>
internal sealed class SpanSource(SourceRecipe recipe, SourceFile file, ReadOptions options)
{
    public SourceRecipe Recipe { get; } = recipe;

    public SourceFile File { get; } = file;

    /// <summary>States what reading decided.</summary>
    public void Note(string note) => options.OnNote?.Invoke($"{File.Name}: {note}");

    /// <summary>The example at a line, or null where <paramref name="build"/> or its spans are refused; the error then went to the collector.</summary>
    public Example? Build(int line, Func<Example> build) => Build(File.Where(line), line, build);

    /// <summary>The same with another name of the place, such as a file of a folder.</summary>
    public Example? Build(string where, int line, Func<Example> build)
    {
        try
        {
            var example = build();
            return example with
            {
                Id = example.Id.Length == 0 ? where : example.Id,
                Entities = Mapped(example.Text, example.Entities),
                Aspects = Mapped(example.Text, example.Aspects),
                Triplets = Mapped(example.Text, example.Triplets),
                Weight = Recipe.Weight,
                Source = where,
            };
        }
        catch (FormatException e)
        {
            File.Bad(line, $"{e.Message}.", e);
            return null;
        }
    }

    /// <summary>An example of spans that are entities or aspects, as the source says.</summary>
    public Example Of(string id, string text, IEnumerable<Span> spans) => Recipe.Spans == "aspects"
        ? new Example { Id = id, Text = text, Aspects = [.. spans] }
        : new Example { Id = id, Text = text, Entities = [.. spans] };

    private Span[] Mapped(string text, IReadOnlyList<Span> spans) =>
        SpanText.Ordered(spans.Select(s => s with { Label = Mapped(s.Label) }).Where(s => s.Label.Length > 0).Select(s => SpanText.Checked(text, s)).Distinct());

    private Triplet[] Mapped(string text, IReadOnlyList<Triplet> triplets) =>
        [.. triplets.Select(t => t with { Aspect = t.Aspect with { Label = Mapped(t.Polarity) } }).Where(t => t.Polarity.Length > 0).Select(t => Checked(text, t)).Distinct()
            .OrderBy(t => t.Aspect.Start).ThenBy(t => t.Aspect.End).ThenBy(t => t.Opinion.Start).ThenBy(t => t.Opinion.End)];

    private static Triplet Checked(string text, Triplet triplet)
    {
        if (triplet.HasAspect) SpanText.Checked(text, triplet.Aspect);
        SpanText.Checked(text, triplet.Opinion);
        return triplet;
    }

    /// <summary>The label after label_map and label_part; the empty string drops the span.</summary>
    private string Mapped(string label)
    {
        if (Recipe.LabelMap.TryGetValue(label, out var whole)) return whole;
        if (label.Length == 0) return "span"; // a bare B or I: the file has one type and does not name it
        return label;
    }
}
