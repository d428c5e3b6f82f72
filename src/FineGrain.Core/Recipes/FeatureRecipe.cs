namespace FineGrain.Core.Recipes;

/// <summary>Hashed features of units (words or characters): what a linear-chain CRF reads (Lafferty et al. 2001), here an input of the network and of its tag scores.</summary>
public sealed record FeatureRecipe
{
    /// <summary>Templates.</summary>
    [RecipeKey("Feature templates: presets (english, chinese, lexicon) and conjunctions of unit properties such as 'word@-1+word' or 'shape@1'; empty for none.")]
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Buckets.</summary>
    [RecipeKey("Hash buckets; bucket 0 is padding.", Min = 16, Max = 8_388_608)]
    public int Buckets { get; init; } = 262_144;

    /// <summary>Dropout.</summary>
    [RecipeKey("Share of a unit's features that a training step hides.", Min = 0, Max = 0.95)]
    public double Dropout { get; init; }

    /// <summary>Word list.</summary>
    [RecipeKey("Word list for the template preset 'lexicon', relative to the recipe: a word on each line, or word, type and frequency with tabs between them.")]
    public string Lexicon { get; init; } = "";

    /// <summary>Words of the training texts.</summary>
    [RecipeKey("Also take Chinese words that training texts have at least this often, found by cohesion and branching entropy, without labels; 0 for none.", Min = 0)]
    public int NewWords { get; init; }
}
