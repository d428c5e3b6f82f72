using FineGrain.Core;

namespace FineGrain.Data.Reading;

/// <summary>How <see cref="ExampleReader"/> turns rows into examples.</summary>
public sealed record ReadOptions
{
    /// <summary>What the label column holds: <c>label</c> (one name), <c>labels</c> (a JSON list, or names joined by '|'), <c>number</c>, or nothing (<c>spans</c>).</summary>
    public string Target { get; init; } = "label";

    /// <summary>Whether a source without the label column is read as unlabelled; off, it is an error.</summary>
    public bool LabelOptional { get; init; }

    /// <summary>Whether <c>format: text</c> gives every line as it stands, blank ones too, so that answers and lines stay side by side; off, texts are trimmed and blank lines skipped.</summary>
    public bool EveryLine { get; init; }

    /// <summary>Takes what reading decided where the source leaves it open, such as the tag scheme, in one sentence that begins with the file.</summary>
    public Action<string>? OnNote { get; init; }

    /// <summary>
    /// Takes each row that cannot be read; the row is left out and reading goes on. Null throws at the first one.
    /// Errors of the file as a whole (missing file, missing column, broken gzip) are thrown either way.
    /// </summary>
    public Action<InputException>? OnBadRow { get; init; }
}
