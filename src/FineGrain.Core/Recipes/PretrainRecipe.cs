namespace FineGrain.Core.Recipes;

/// <summary>
/// The YAML file that fully describes a pretraining: learning from the unlabelled side of data, for recipes that start from what was learned. Told from a
/// <see cref="Recipe"/> by its key <c>objective</c>.
/// </summary>
public sealed record PretrainRecipe
{
    /// <summary>Name of the run.</summary>
    [RecipeKey("Name of the pretraining; lower-case words joined by '-'.", Required = true)]
    public string Name { get; init; } = "";

    /// <summary>What is learned.</summary>
    [RecipeKey("What is learned. vectors: static word or character vectors, by predicting a token from its window (CBOW with negative sampling).", Required = true, Allowed = ["vectors"])]
    public string Objective { get; init; } = "vectors";

    /// <summary>Folder of relative paths.</summary>
    [RecipeKey("Folder that relative paths start from; itself relative to the recipe. '$FINEGRAIN_DATA' stands for that variable, or '../shared/data' beside the project where it is unset.")]
    public string Root { get; init; } = ".";

    /// <summary>Files whose texts are learned from.</summary>
    [RecipeKey("Files whose texts are learned from; their labels are not read. Name training files only.", Required = true)]
    public IReadOnlyList<SourceRecipe> Sources { get; init; } = [];

    /// <summary>Files whose texts must not be learned from.</summary>
    [RecipeKey("Dev and test files: a text that stands in one of them (spaces, punctuation and case aside) is left out, whatever source it comes from.")]
    public IReadOnlyList<SourceRecipe> HeldOut { get; init; } = [];

    /// <summary>Texts that occur more than once.</summary>
    [RecipeKey("Texts that stand in the sources more than once: drop keeps the first.", Allowed = ["drop", "keep"])]
    public string Duplicates { get; init; } = "drop";

    /// <summary>Cleaning steps.</summary>
    [RecipeKey("Cleaning steps, as in the recipes that will use what is learned.")]
    public CleanRecipe Clean { get; init; } = new();

    /// <summary>Tokenizer section.</summary>
    [RecipeKey("How text becomes tokens, as in the recipes that will use what is learned; min_frequency and vocabulary_size bound the vocabulary. max_length and truncation are not read: whole texts are.")]
    public TokenizerRecipe Tokenizer { get; init; } = new();

    /// <summary>The vectors.</summary>
    [RecipeKey("The vectors and how they are learned.")]
    public VectorsRecipe Vectors { get; init; } = new();

    /// <summary>Seed.</summary>
    [RecipeKey("Seed of everything random: the same recipe, data and seed give the same bytes.")]
    public int Seed { get; init; } = 1;
}

/// <summary>Static vectors by CBOW (Mikolov et al. 2013) with character n-grams (Bojanowski et al. 2017).</summary>
public sealed record VectorsRecipe
{
    /// <summary>Width.</summary>
    [RecipeKey("Numbers of a vector; the embedding width of the models that start from it.", Min = 4, Max = 1024)]
    public int Width { get; init; } = 100;

    /// <summary>Window.</summary>
    [RecipeKey("Most tokens to either side that a token is predicted from; each time a number from 1 to this is drawn, so that near ones count more.", Min = 1, Max = 20)]
    public int Window { get; init; } = 5;

    /// <summary>Position weights.</summary>
    [RecipeKey("Learn a weight for each place in the window and each number of the vector: order then counts, which helps tagging (Mikolov et al. 2018).")]
    public bool Positions { get; init; } = true;

    /// <summary>Negatives.</summary>
    [RecipeKey("Random tokens that each true one is told from, drawn by count to the power 0.75.", Min = 1, Max = 100)]
    public int Negatives { get; init; } = 5;

    /// <summary>Epochs.</summary>
    [RecipeKey("Passes over the texts.", Min = 1, Max = 1000)]
    public int Epochs { get; init; } = 5;

    /// <summary>Learning rate.</summary>
    [RecipeKey("Rate of the first step; falls in a straight line to 0.", Min = 1e-6, Max = 10)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Subsampling.</summary>
    [RecipeKey("Tokens more frequent than this share are passed over at random, the more the more frequent they are (Mikolov et al. 2013, section 2.3); 0 passes over none.", Min = 0, Max = 1)]
    public double Subsample { get; init; } = 1e-4;

    /// <summary>Shortest n-gram.</summary>
    [RecipeKey("Shortest n-gram of a word's characters, borders '<' and '>' included.", Min = 1, Max = 10)]
    public int MinNgram { get; init; } = 3;

    /// <summary>Longest n-gram.</summary>
    [RecipeKey("Longest n-gram of a word's characters; 0 learns no n-grams. With them a word that was never seen has a vector, too.", Min = 0, Max = 10)]
    public int MaxNgram { get; init; }

    /// <summary>Buckets.</summary>
    [RecipeKey("Hash buckets that n-grams share.", Min = 1, Max = 8_388_608)]
    public int Buckets { get; init; } = 200_000;
}
