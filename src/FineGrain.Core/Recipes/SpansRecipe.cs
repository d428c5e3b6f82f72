namespace FineGrain.Core.Recipes;

/// <summary>How spans are told from the text.</summary>
public sealed record SpansRecipe
{
    /// <summary>Which gold spans are learned.</summary>
    [RecipeKey("Which annotation is learned: entities, or aspects (aspect terms; their labels are polarities, which label_map of a source can melt into one).", Allowed = ["entities", "aspects"])]
    public string Layer { get; init; } = "entities";

    /// <summary>Head.</summary>
    [RecipeKey("Head: crf and softmax give each unit one tag, so spans cannot overlap; biaffine scores every stretch, so spans can be nested.", Allowed = ["crf", "softmax", "biaffine"])]
    public string Head { get; init; } = "crf";

    /// <summary>Tag scheme.</summary>
    [RecipeKey("Tags of crf and softmax: bioes says also where a span ends, iob2 has fewer tags.", Allowed = ["bioes", "iob2"])]
    public string Scheme { get; init; } = "bioes";

    /// <summary>Overlapping gold.</summary>
    [RecipeKey("Gold spans that overlap, which crf and softmax cannot say: error names the text; longest learns the longest of them (scores still ask for all).", Allowed = ["error", "longest"])]
    public string Overlaps { get; init; } = "error";

    /// <summary>Alignment of sub-words.</summary>
    [RecipeKey("State of a word that the tokenizer cut into several tokens: that of its first token, or the mean.", Allowed = ["first", "mean"])]
    public string Alignment { get; init; } = "first";

    /// <summary>Hashed features.</summary>
    [RecipeKey("Hashed features of units, scored beside the network's states (crf and softmax) and, with feature_width, read by it.")]
    public FeatureRecipe Features { get; init; } = new();

    /// <summary>Width of embedded features.</summary>
    [RecipeKey("Width of the embedding of a unit's features that an rnn reads beside its tokens; 0 for none.", Min = 0, Max = 1024)]
    public int FeatureWidth { get; init; }

    /// <summary>Characters.</summary>
    [RecipeKey("Characters of units that an rnn reads beside its tokens.")]
    public CharacterRecipe Characters { get; init; } = new();

    /// <summary>Width of the biaffine head.</summary>
    [RecipeKey("Width of the begin and end states of head biaffine.", Min = 1, Max = 4096)]
    public int Width { get; init; } = 100;
}
