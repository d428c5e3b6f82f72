using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Causes;

/// <summary>How long a person needs for one example: the denominator of "gain per minute".</summary>
public static class ReviewTime
{
    /// <summary>Three seconds to decide, and reading at 238 English words (Brysbaert 2019) or 260 Chinese characters a minute.</summary>
    public static double Minutes(Example example)
    {
        var text = example.Pair is null ? example.Text : $"{example.Text} {example.Pair}";
        return (3 / 60.0) + (TextUnits.Of(text).Count / (TextUnits.IsIdeographic(text) ? 260.0 : 238.0));
    }
}
