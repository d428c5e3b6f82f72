using FineGrain.Core;

namespace FineGrain.Data.Spans;

/// <summary>Which spans of an example a format with one kind of span writes.</summary>
internal static class Carried
{
    /// <summary>Its entities, or its aspects where it has no entities.</summary>
    /// <exception cref="FormatException">It has both, or pairs that the format cannot say.</exception>
    public static IReadOnlyList<Span> Of(Example example, string format)
    {
        if (example.Entities.Count > 0 && example.Aspects.Count > 0) throw new FormatException($"the text has entities and aspects, and {format} keeps one kind of span; span-jsonl and brat keep both");
        NoTriplets(example, format);
        return example.Entities.Count > 0 ? example.Entities : example.Aspects;
    }

    /// <summary>Refuses pairs of aspect and opinion.</summary>
    /// <exception cref="FormatException">There are some.</exception>
    public static void NoTriplets(Example example, string format)
    {
        if (example.Triplets.Count > 0) throw new FormatException($"the text has pairs of aspect and opinion, which {format} cannot say; aste, span-jsonl and brat can");
    }

    /// <summary>The aspects, each with a polarity.</summary>
    /// <exception cref="FormatException">It has none, or entities.</exception>
    public static IReadOnlyList<Span> Aspects(Example example, string format)
    {
        if (example.Entities.Count > 0 && example.Aspects.Count > 0) throw new FormatException($"the text has entities beside aspects, which {format} cannot say");
        NoTriplets(example, format);
        return example.Aspects.Count > 0 ? example.Aspects : example.Entities;
    }
}
