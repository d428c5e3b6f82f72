using FineGrain.Core;

namespace FineGrain.Data.Spans;

/// <summary>Writes examples in one format of spans.</summary>
public interface ISpanWriter
{
    /// <summary>Writes one example, or nothing of it.</summary>
    /// <exception cref="FormatException">The format cannot say it: overlapping spans, a text that its tokens do not rebuild, a label with a space.</exception>
    void Write(Example example);
}
