using FineGrain.Core;
using FineGrain.Feedback.Causes;

namespace FineGrain.Feedback.Queues;

/// <summary>The same text with different labels.</summary>
public static class ContradictionSuggestions
{
    /// <summary>The queue.</summary>
    public static Suggestions Of(IReadOnlyList<Example> train, TimeProvider clock)
    {
        var items = Contradictions.Corrections(train, clock).ToList();
        return new("contradictions", $"{Contradictions.Groups(train).Count} texts stand in the data with more than one label", Proposal.Ranked(items));
    }
}
