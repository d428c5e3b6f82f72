using FineGrain.Core;
using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Patches;

/// <summary>A small change of data or recipe, kept as a file of its own. It says what it does, not what comes out, so that any one of a chain can be left out again.</summary>
public sealed record Patch
{
    /// <summary>Name; unique in a chain and the name of its file.</summary>
    public required string Id { get; init; }

    /// <summary>relabel, drop, reweight, resample, augment, lexicon, erase-unit, spans, threshold or recipe.</summary>
    public required string Kind { get; init; }

    /// <summary>The weakness that it answers; may be empty.</summary>
    public string Cause { get; init => field = value ?? ""; } = "";

    /// <summary>Why it should help, in a sentence.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Changes of single training examples.</summary>
    public IReadOnlyList<Correction> Corrections { get; init => field = value ?? []; } = [];

    /// <summary>Training examples that come in: annotated ones of a slice, or lexicon entries.</summary>
    public IReadOnlyList<Example> Added { get; init => field = value ?? []; } = [];

    /// <summary>A unit of text (a word or mark) that is taken out of every training text; null for none.</summary>
    public string? ErasedUnit { get; init; }

    /// <summary>Changes of the recipe.</summary>
    public IReadOnlyList<RecipeChange> Recipe { get; init => field = value ?? []; } = [];
}

/// <summary>One recipe key with another value.</summary>
/// <param name="Path">Dotted path, e.g. <c>data.sampling</c>.</param>
/// <param name="New">YAML of the new value.</param>
/// <param name="Old">YAML of the value before, for readers; null where it was the default.</param>
public sealed record RecipeChange(string Path, string New, string? Old = null)
{
    /// <summary>As <c>--set</c> takes it.</summary>
    public string Setting => $"{Path}={New}";
}
