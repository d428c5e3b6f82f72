using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Augmenting;

/// <summary>
/// Random changes to training texts, without a synonym list: deletion, swap of neighbours, replacement by corpus frequency (after EDA, Wei and Zou 2019,
/// and the unigram noise of Xie et al. 2017) and character noise. Units are words, in Chinese and Japanese characters; punctuation stays.
/// Safe for several threads.
/// </summary>
public sealed class Augmenter
{
    private readonly AugmentRecipe recipe;
    private readonly UnitFrequencies? frequencies;

    /// <summary>An augmenter with the rates of <paramref name="recipe"/>; replacements come from <paramref name="examples"/>.</summary>
    public Augmenter(AugmentRecipe recipe, IEnumerable<Example> examples)
    {
        this.recipe = recipe;
        IsOn = recipe.Rows > 0 && (recipe.Delete > 0 || recipe.Swap > 0 || recipe.Replace > 0 || recipe.Characters > 0);
        frequencies = IsOn && recipe.Replace > 0 ? new UnitFrequencies(examples) : null;
    }

    /// <summary>Whether any rate that changes texts is above 0.</summary>
    public bool IsOn { get; }

    /// <summary>Changes <paramref name="text"/>; a pure function of the text and the stream of <paramref name="random"/>. At least one unit stays.</summary>
    public string Change(string text, SeededRandom random)
    {
        var units = TextUnit.Cut(text);
        if (recipe.Delete > 0) units = Delete(units, random);
        int[] places = [.. Enumerable.Range(0, units.Count).Where(i => units[i].Kind != UnitKind.Gap)];
        if (recipe.Swap > 0) Swap(units, places, random);
        if (recipe.Replace > 0) Replace(units, places, random);
        if (recipe.Characters > 0)
            foreach (var place in places) units[place] = units[place] with { Text = CharacterNoise.Apply(units[place], recipe.Characters, random) };
        var changed = string.Concat(units.Select(u => u.Text));
        return string.IsNullOrWhiteSpace(changed) ? text : changed;
    }

    private List<TextUnit> Delete(List<TextUnit> units, SeededRandom random)
    {
        var left = units.Count(u => u.Kind != UnitKind.Gap);
        var kept = new List<TextUnit>(units.Count);
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i].Kind == UnitKind.Gap || !random.Happens(recipe.Delete) || left == 1)
            {
                kept.Add(units[i]);
                continue;
            }
            left--;
            // The space after a deleted word goes with it.
            if (i + 1 < units.Count && string.IsNullOrWhiteSpace(units[i + 1].Text)) i++;
        }
        return kept;
    }

    private void Swap(List<TextUnit> units, int[] places, SeededRandom random)
    {
        for (var i = 0; i + 1 < places.Length; i++)
            if (random.Happens(recipe.Swap)) (units[places[i]], units[places[i + 1]]) = (units[places[i + 1]], units[places[i]]);
    }

    private void Replace(List<TextUnit> units, int[] places, SeededRandom random)
    {
        foreach (var place in places)
            if (random.Happens(recipe.Replace) && frequencies!.Draw(units[place].Kind, random) is { } drawn) units[place] = units[place] with { Text = drawn };
    }
}
