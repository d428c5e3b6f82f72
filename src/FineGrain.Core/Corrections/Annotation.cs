namespace FineGrain.Core.Corrections;

/// <summary>The part of an example's gold that a correction is about: exactly one of these.</summary>
public sealed record Annotation
{
    /// <summary>Gold labels.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Gold number.</summary>
    public double? Number { get; init; }

    /// <summary>Factor on the loss.</summary>
    public double? Weight { get; init; }

    /// <summary>One gold span; offsets into the original text.</summary>
    public Span? Span { get; init; }

    /// <summary>One gold label or several.</summary>
    public static Annotation OfLabels(params IReadOnlyList<string> labels) => new() { Labels = labels };

    /// <summary>One gold span.</summary>
    public static Annotation OfSpan(Span span) => new() { Span = span };

    /// <summary>Equal by content, the labels in their order.</summary>
    public bool Equals(Annotation? other) =>
        other is not null && Number.Equals(other.Number) && Weight.Equals(other.Weight) && Equals(Span, other.Span)
        && (Labels is null ? other.Labels is null : other.Labels is not null && Labels.SequenceEqual(other.Labels, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Weight, Span, Labels?.Count, Labels is { Count: > 0 } labels ? labels[0] : null);

    /// <summary>In words, for a line of a table: the labels joined by '|', the number, the weight, or the span with its borders.</summary>
    public override string ToString() =>
        Labels is { } labels ? string.Join('|', labels)
        : Span is { } span ? $"{span.Label}[{span.Start}..{span.End})"
        : FormattableString.Invariant($"{Number ?? Weight}");
}
