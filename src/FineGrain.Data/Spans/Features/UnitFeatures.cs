using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Features;

/// <summary>
/// Hashed features of the units of a text, one bucket for each template (the hashing trick, Weinberger et al. 2009). Bucket = 1 + ⌊hash · (buckets − 1) / 2⁶⁴⌋;
/// 0 where a template has nothing to say. The hash is a part of the model format: it never changes.
/// </summary>
public sealed class UnitFeatures
{
    private readonly FeatureTemplate[] templates;
    private readonly UnitProperty[] properties;
    private readonly int edge;
    private readonly ulong buckets;

    private readonly Lexicon? lexicon;

    /// <param name="recipe">The templates and the number of buckets.</param>
    /// <param name="lexicon">Words to look for, or null; templates may ask for them then.</param>
    /// <exception cref="InputException">A template asks for a property that there is not, or names a place wrongly.</exception>
    public UnitFeatures(FeatureRecipe recipe, Lexicon? lexicon = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Templates = [.. recipe.Templates.SelectMany(FeaturePresets.Expand).Distinct(StringComparer.Ordinal)];
        var names = new List<string>();
        templates = [.. Templates.Select(template => FeatureTemplate.Parse(template, names))];
        if (lexicon is null && names.Find(n => n.StartsWith(LexiconProperties.Prefix, StringComparison.Ordinal)) is { } asked)
            throw new InputException(FeatureTemplate.Key, $"a template asks for '{asked}', but there is no lexicon. Name a file in 'spans.features.lexicon', set 'spans.features.new_words', or remove the template.");
        this.lexicon = lexicon;
        properties = [.. names.Select(UnitProperties.Named)];
        edge = templates.SelectMany(t => t.Parts).Select(p => Math.Abs(p.Place)).DefaultIfEmpty().Max();
        (Buckets, buckets) = (recipe.Buckets, (ulong)(recipe.Buckets - 1));
    }

    /// <summary>The templates in order, presets spelled out.</summary>
    public IReadOnlyList<string> Templates { get; }

    /// <summary>Features of a unit F: the same for every text.</summary>
    public int Count => templates.Length;

    /// <summary>Number of buckets; ids stay below it.</summary>
    public int Buckets { get; }

    /// <summary>The features of every unit.</summary>
    /// <param name="text">The text, cleaned.</param>
    /// <param name="units">Its units in order, n of them.</param>
    /// <returns>n × <see cref="Count"/> bucket ids, row-major.</returns>
    public int[] Of(string text, ReadOnlySpan<Offset> units)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new int[units.Length * Count];
        if (ids.Length == 0) return ids;
        var (values, stride) = Values(new(text, units, lexicon), units.Length);
        for (var t = 0; t < templates.Length; t++) Fill(templates[t], values, stride, ids.AsSpan(t), units.Length);
        return ids;
    }

    /// <summary>A row of values for each property: the units between marks of the beginning and the end.</summary>
    private (ulong[] Values, int Stride) Values(UnitText text, int count)
    {
        var stride = count + (2 * edge);
        var values = new ulong[properties.Length * stride];
        for (var p = 0; p < properties.Length; p++)
        {
            var row = values.AsSpan(p * stride, stride);
            row[..edge].Fill(UnitText.Before);
            for (var i = 0; i < count; i++) row[edge + i] = properties[p](text, i);
            row[(edge + count)..].Fill(UnitText.After);
        }
        return (values, stride);
    }

    private void Fill(FeatureTemplate template, ulong[] values, int stride, Span<int> ids, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var hash = template.Seed;
            foreach (var (property, place) in template.Parts)
            {
                var value = values[(property * stride) + edge + i + place];
                if (value == 0)
                {
                    hash = 0;
                    break;
                }
                hash = Randomness.StableHash.Mix(hash ^ value) + FeatureTemplate.Step;
            }
            ids[i * Count] = hash == 0 ? 0 : (int)Math.BigMul(hash, buckets, out _) + 1;
        }
    }
}
