namespace FineGrain.Core.Recipes;

/// <summary>
/// The YAML file that fully describes a pretraining: learning from the unlabelled side of data, for recipes that start from what was learned. Told from a
/// <see cref="Recipe"/> by its key <c>objective</c>.
/// </summary>
[RecipeVariant("objective", "vectors", typeof(VectorPretrainRecipe))]
[RecipeVariant("objective", "masked-tokens", typeof(EncoderPretrainRecipe))]
public abstract record PretrainRecipe
{
    /// <summary>Name of the run.</summary>
    [RecipeKey("Name of the pretraining; lower-case words joined by '-'.", Required = true)]
    public string Name { get; init; } = "";

    /// <summary>What is learned.</summary>
    [RecipeKey("What is learned. vectors: static word or character vectors, by predicting a token from its window (CBOW with negative sampling). masked-tokens: a whole encoder, by predicting tokens that it does not see from those around them.", Required = true, Allowed = ["vectors", "masked-tokens"])]
    public abstract string Objective { get; }

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

    /// <summary>Seed.</summary>
    [RecipeKey("Seed of everything random: the same recipe, data and seed give the same bytes.")]
    public int Seed { get; init; } = 1;
}

/// <summary>A pretraining of static vectors.</summary>
public sealed record VectorPretrainRecipe : PretrainRecipe
{
    /// <inheritdoc/>
    public override string Objective => "vectors";

    /// <summary>The vectors.</summary>
    [RecipeKey("The vectors and how they are learned.")]
    public VectorsRecipe Vectors { get; init; } = new();
}

/// <summary>A pretraining of a whole encoder, which models then start from.</summary>
public sealed record EncoderPretrainRecipe : PretrainRecipe
{
    /// <inheritdoc/>
    public override string Objective => "masked-tokens";

    /// <summary>Model section.</summary>
    [RecipeKey("The encoder: family rnn or transformer, of the shape that models will have which start from it. Pooling and head dropout are not read.", Required = true)]
    public ModelRecipe Model { get; init; } = new RnnRecipe();

    /// <summary>What is predicted.</summary>
    [RecipeKey("Which tokens are predicted, and from what.")]
    public MaskingRecipe Masking { get; init; } = new();

    /// <summary>The loop.</summary>
    [RecipeKey("The loop; seeds, loss and stopping.metric are not read: it is perplexity on texts that are held back.")]
    public TrainingRecipe Training { get; init; } = new();
}

/// <summary>How tokens are hidden and told from others.</summary>
public sealed record MaskingRecipe
{
    /// <summary>Longest stretch.</summary>
    [RecipeKey("Longest stretch of a text that is read at once, in tokens; longer texts are cut into equal parts.", Min = 4, Max = 8192)]
    public int Length { get; init; } = 64;

    /// <summary>Share of hidden tokens.</summary>
    [RecipeKey("Share of the tokens that are hidden and predicted: of them 80 % become [MASK], 10 % another token, 10 % stay (Devlin et al. 2019). Not read for an rnn of one layer, which predicts every token from what stands before and after it (Melamud et al. 2016).", Min = 0.01, Max = 0.9)]
    public double Rate { get; init; } = 0.15;

    /// <summary>Negatives.</summary>
    [RecipeKey("Random tokens that the true ones of a batch are told from, drawn by count to the power 0.75 (importance sampling, Bengio and Senécal 2008); 0 tells them from the whole vocabulary.", Min = 0, Max = 100_000)]
    public int Negatives { get; init; } = 500;
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
