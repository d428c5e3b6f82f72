using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Causes;

/// <summary>Something in the training data that likely costs score, with the evidence and what could be done about it.</summary>
public sealed record Cause
{
    /// <summary>label-noise, spurious-unit, slice-gap, imbalance or contradiction; for spans span-borders, span-labels, span-missed or span-invented.</summary>
    public required string Kind { get; init; }

    /// <summary>What exactly, such as <c>positive given as negative</c> or the unit.</summary>
    public required string Subject { get; init; }

    /// <summary>The numbers behind it, in a sentence.</summary>
    public required string Evidence { get; init; }

    /// <summary>Chance of such evidence in sound data, corrected for everything that the detector tried.</summary>
    public required double PValue { get; init; }

    /// <summary>Ways to mend it, most promising first.</summary>
    public IReadOnlyList<Patch> Patches { get; init; } = [];

    /// <summary>Kind and subject.</summary>
    public string Name => $"{Kind}: {Subject}";
}
