using System.Text.Json.Serialization;

namespace FineGrain.Core;

/// <summary>An aspect, the words that judge it, and how.</summary>
/// <param name="Aspect">The aspect term; its label is the polarity.</param>
/// <param name="Opinion">The opinion term; its label is <c>opinion</c>.</param>
public sealed record Triplet(Span Aspect, Span Opinion)
{
    /// <summary>The judgement.</summary>
    [JsonIgnore]
    public string Polarity => Aspect.Label;
}
