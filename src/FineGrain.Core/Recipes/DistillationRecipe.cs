namespace FineGrain.Core.Recipes;

/// <summary>Learning from the answers of larger models (Hinton et al. 2015).</summary>
public sealed record DistillationRecipe
{
    /// <summary>Teachers.</summary>
    [RecipeKey("Model folders whose answers are learned, relative to the recipe; the answers of several are averaged. Empty: no distillation.")]
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>Temperature.</summary>
    [RecipeKey("Temperature of the teachers' answers; above 1 shows more of what they think of the other labels.", Min = 0.1, Max = 20)]
    public double Temperature { get; init; } = 2;

    /// <summary>Share.</summary>
    [RecipeKey("Share of the teachers' answers in the loss; the rest is the loss on gold.", Min = 0, Max = 1)]
    public double Share { get; init; } = 0.7;

    /// <summary>Hidden states.</summary>
    [RecipeKey("Factor of the distance between the hidden states of student and teacher; 0 is off. Needs one teacher over the same tokens.", Min = 0, Max = 1000)]
    public double Hidden { get; init; }

    /// <summary>Attention maps.</summary>
    [RecipeKey("Factor of the distance between the attention maps of student and teacher; 0 is off. Needs two transformers over the same tokens.", Min = 0, Max = 1000)]
    public double Attention { get; init; }

    /// <summary>Unlabelled texts.</summary>
    [RecipeKey("Files of texts that only the teachers label, relative to data.root; a label column is not read.")]
    public IReadOnlyList<SourceRecipe> Unlabelled { get; init; } = [];

    /// <summary>Changed copies.</summary>
    [RecipeKey("Changed copies of each training text that only the teachers label.", Min = 0, Max = 1000)]
    public int Copies { get; init; }

    /// <summary>How copies are changed.</summary>
    [RecipeKey("How the copies are changed.")]
    public AugmentRecipe Augment { get; init; } = new() { Delete = 0.1, Swap = 0.05, Replace = 0.1 };
}
