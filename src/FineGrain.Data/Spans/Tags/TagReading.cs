using FineGrain.Core;

namespace FineGrain.Data.Spans.Tags;

/// <summary>What a tag sequence says.</summary>
/// <param name="Spans">Spans in tokens, by start.</param>
/// <param name="Breaks">Where the sequence breaks its scheme, by token; empty for a clean one.</param>
public sealed record TagReading(IReadOnlyList<Span> Spans, IReadOnlyList<TagBreak> Breaks);

/// <summary>A tag that its scheme does not allow where it stands.</summary>
/// <param name="Token">Position of the token.</param>
/// <param name="Found">The tag.</param>
/// <param name="Before">The tag before it, or null at the start of the sentence.</param>
/// <param name="After">The tag after it, or null at the end.</param>
/// <param name="Repair">The tag that says in the scheme what conlleval reads here.</param>
public sealed record TagBreak(int Token, Tag Found, Tag? Before, Tag? After, Tag Repair)
{
    /// <summary>One sentence: the tag, its neighbours and the repair.</summary>
    public string Sentence(TagScheme scheme)
    {
        var place = Before is { } before ? $"follows '{before}'" : "begins the sentence";
        var then = After is { } after ? $"stands before '{after}'" : "ends the sentence";
        return $"tag '{Found}' {place} and {then}, which {scheme.Name} does not allow; the repair is '{Repair}'";
    }
}
