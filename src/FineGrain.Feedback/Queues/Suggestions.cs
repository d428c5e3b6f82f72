using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Queues;

/// <summary>Where to look next: proposed corrections, those first that are expected to gain most for a minute of review.</summary>
/// <param name="Name">labels, spans, contradictions, outliers, annotate or drift.</param>
/// <param name="Finding">What the whole says, in a sentence.</param>
/// <param name="Items">The corrections.</param>
public sealed record Suggestions(string Name, string Finding, IReadOnlyList<Correction> Items)
{
    /// <summary>Without what <paramref name="known"/> proposes already, decided or not: a suggestion that was rejected does not come back.</summary>
    public Suggestions Without(IEnumerable<Correction> known)
    {
        var seen = known.Select(Key).ToHashSet();
        return this with { Items = [.. Items.Where(c => !seen.Contains(Key(c)))] };
    }

    /// <summary>What is proposed, whoever proposes it and whenever.</summary>
    private static (string, CorrectionKind, string?, Annotation?, Annotation?) Key(Correction c) => (c.ExampleId, c.Kind, c.Layer ?? "entities", c.Old, c.New);
}
