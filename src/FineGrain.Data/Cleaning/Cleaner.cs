using FineGrain.Core.Recipes;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Cleaning;

/// <summary>
/// Applies the cleaning steps of a recipe in their fixed order: HTML entities, Unicode form, full-width characters, control characters, whitespace.
/// Safe for several threads.
/// </summary>
public sealed class Cleaner
{
    private readonly Action<MappedText>[] steps;

    /// <summary>A cleaner with the switched-on steps of <paramref name="recipe"/>.</summary>
    /// <exception cref="ArgumentException"><c>unicode</c> is no known form; the recipe binder refuses that earlier.</exception>
    public Cleaner(CleanRecipe recipe)
    {
        var chosen = new List<Action<MappedText>>();
        if (recipe.HtmlEntities) chosen.Add(HtmlEntities.Decode);
        if (recipe.Unicode != "none")
        {
            var form = Enum.TryParse<NormalForm>(recipe.Unicode, ignoreCase: true, out var known) ? known : throw new ArgumentException($"unicode form '{recipe.Unicode}' is not known", nameof(recipe));
            chosen.Add(text => UnicodeNormalizer.Normalize(text, form));
        }
        if (recipe.FullWidth) chosen.Add(FullWidth.ToAscii);
        if (recipe.ControlCharacters) chosen.Add(ControlCharacters.Remove);
        if (recipe.Whitespace) chosen.Add(Whitespace.Collapse);
        steps = [.. chosen];
    }

    /// <summary>Cleans <paramref name="text"/>; unpaired surrogates become U+FFFD when any step is on.</summary>
    public CleanText Clean(string text)
    {
        if (steps.Length == 0) return new CleanText(text);
        var mapped = new MappedText(text);
        foreach (var step in steps) step(mapped);
        if (mapped.Units.SequenceEqual(text)) return new CleanText(text);
        var (starts, ends) = (new int[mapped.Length], new int[mapped.Length]);
        for (var i = 0; i < starts.Length; i++) (starts[i], ends[i]) = (mapped.StartOf(i), mapped.EndOf(i));
        return new CleanText(mapped.ToString(), text.Length, starts, ends);
    }
}
