using System.Text.Json.Serialization;

namespace FineGrain.Core;

/// <summary>An aspect, the words that judge it, and how.</summary>
/// <param name="Aspect">The aspect term; its label is the polarity. An empty span at 0 where the text judges something that it does not name.</param>
/// <param name="Opinion">The opinion term; its label is <c>opinion</c>.</param>
public sealed record Triplet(Span Aspect, Span Opinion)
{
    /// <summary>Whether the text names what is judged.</summary>
    [JsonIgnore]
    public bool HasAspect => Aspect.End > Aspect.Start;

    /// <summary>The judgement.</summary>
    [JsonIgnore]
    public string Polarity => Aspect.Label;
}
