namespace FineGrain.Analysis.Explaining;

/// <summary>A training example, or a span of one, that the model sees much like the explained text or span.</summary>
/// <param name="Id">Id of the example.</param>
/// <param name="Text">Its text.</param>
/// <param name="Label">Its gold label, of a span the span's; several are joined by '|', empty where it has none.</param>
/// <param name="Similarity">Cosine of the two representations.</param>
public sealed record Neighbour(string Id, string Text, string Label, double Similarity)
{
    /// <summary>First UTF-16 unit of the span; null where whole texts are compared.</summary>
    public int? Start { get; init; }

    /// <summary>One past the last.</summary>
    public int? End { get; init; }

    /// <summary><c>file:line</c> that it was read from, where that is known.</summary>
    public string? Source { get; init; }
}
