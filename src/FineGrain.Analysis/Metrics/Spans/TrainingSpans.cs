using FineGrain.Core;

namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>How often each surface was annotated in the training data, with which labels: what tells remembered entities from recognised ones.</summary>
public sealed class TrainingSpans
{
    private readonly Dictionary<string, Dictionary<string, int>> surfaces = new(StringComparer.Ordinal);

    /// <summary>Counts the entities and aspects of <paramref name="examples"/>; surfaces are compared as they are written.</summary>
    public static TrainingSpans Of(IEnumerable<Example> examples)
    {
        var known = new TrainingSpans();
        foreach (var example in examples)
            foreach (var span in example.Entities.Concat(example.Aspects)) known.Add(span.Slice(example.Text), span.Label);
        return known;
    }

    /// <summary>How often <paramref name="surface"/> was annotated as <paramref name="label"/>.</summary>
    public int Count(string surface, string label) => surfaces.TryGetValue(surface, out var found) ? found.GetValueOrDefault(label) : 0;

    /// <summary>How often <paramref name="surface"/> was annotated at all.</summary>
    public int Count(string surface) => surfaces.TryGetValue(surface, out var found) ? found.Values.Sum() : 0;

    private void Add(string surface, string label)
    {
        if (!surfaces.TryGetValue(surface, out var found)) surfaces[surface] = found = new(StringComparer.Ordinal);
        found[label] = found.GetValueOrDefault(label) + 1;
    }
}
