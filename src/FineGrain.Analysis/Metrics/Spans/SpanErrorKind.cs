namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>What is wrong with a span, if anything.</summary>
public enum SpanErrorKind
{
    /// <summary>Borders and type are right.</summary>
    Right,

    /// <summary>Right type, overlapping borders.</summary>
    WrongBorder,

    /// <summary>Right borders, another type.</summary>
    WrongType,

    /// <summary>Overlapping borders and another type.</summary>
    Both,

    /// <summary>Gold that nothing was predicted for.</summary>
    Missed,

    /// <summary>Predicted where there is no gold.</summary>
    Invented,
}
