namespace FineGrain.Core.Recipes;

/// <summary>A convolution over the characters of each unit (Ma and Hovy 2016): what the spelling of a rare word says.</summary>
public sealed record CharacterRecipe
{
    /// <summary>Filters.</summary>
    [RecipeKey("Filters, the width of a unit's vector; 0 leaves characters out.", Min = 0, Max = 1024)]
    public int Filters { get; init; }

    /// <summary>Character width.</summary>
    [RecipeKey("Width of a character's vector.", Min = 1, Max = 512)]
    public int Width { get; init; } = 30;

    /// <summary>Window.</summary>
    [RecipeKey("Characters that a filter sees.", Min = 1, Max = 9)]
    public int Window { get; init; } = 3;

    /// <summary>Length.</summary>
    [RecipeKey("Characters of a unit, two marks included; a longer one keeps its head and tail.", Min = 4, Max = 64)]
    public int Length { get; init; } = 18;

    /// <summary>Dropout.</summary>
    [RecipeKey("Dropout rate on characters' vectors.", Min = 0, Max = 0.95)]
    public double Dropout { get; init; } = 0.3;
}
