using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Store;

/// <summary>What a person thinks of a correction: yes, no, or yes with another value.</summary>
/// <param name="Accepted">Whether the example shall change.</param>
/// <param name="Changed">The value that shall stand there instead of the proposed one; null keeps the proposal.</param>
public sealed record Verdict(bool Accepted, Annotation? Changed = null)
{
    /// <summary>Change as proposed.</summary>
    public static readonly Verdict Accept = new(true);

    /// <summary>Leave the example as it is.</summary>
    public static readonly Verdict Reject = new(false);

    /// <summary>Change, but to <paramref name="value"/>.</summary>
    public static Verdict Change(Annotation value) => new(true, value);
}

/// <summary>One person's verdict on a correction.</summary>
/// <param name="Author">Who.</param>
/// <param name="Verdict">What.</param>
/// <param name="Time">When, UTC.</param>
public sealed record Vote(string Author, Verdict Verdict, DateTimeOffset Time);
