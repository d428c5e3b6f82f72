namespace FineGrain.Core.Recipes;

/// <summary>How text becomes token ids.</summary>
public sealed record TokenizerRecipe
{
    /// <summary>Kind of the model.</summary>
    [RecipeKey("Tokenizer model, trained on the training texts; file reads tokenizer.json or vocab.txt; a pretrained model brings its own.", Allowed = ["word", "character", "wordpiece", "bpe", "unigram", "file"])]
    public string Kind { get; init; } = "word";

    /// <summary>Tokenizer file.</summary>
    [RecipeKey("For kind file: tokenizer.json or vocab.txt, relative to the recipe.")]
    public string File { get; init; } = "";

    /// <summary>Vocabulary size.</summary>
    [RecipeKey("Largest vocabulary, special tokens included.", Min = 8, Max = 1_000_000)]
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>Least count of a word or character.</summary>
    [RecipeKey("Words or characters seen less often become [UNK].", Min = 1)]
    public int MinFrequency { get; init; } = 1;

    /// <summary>Words of the vectors.</summary>
    [RecipeKey("Kinds word and character: after the words of the training texts take those that model.vectors knows, up to vocabulary_size, so that a word of a new text has a vector though no training text has it.")]
    public bool ExtraFromVectors { get; init; }

    /// <summary>Lower-casing.</summary>
    [RecipeKey("Lower-case the text.")]
    public bool Lowercase { get; init; } = true;

    /// <summary>Accents.</summary>
    [RecipeKey("Remove accents.")]
    public bool StripAccents { get; init; }

    /// <summary>Longest input.</summary>
    [RecipeKey("Longest input in tokens, special tokens included; longer ones are truncated.", Min = 4, Max = 8192)]
    public int MaxLength { get; init; } = 128;

    /// <summary>Truncation.</summary>
    [RecipeKey("Which text of a pair gives way; head_tail keeps the first and last tokens of a single text.", Allowed = ["longest_first", "only_first", "only_second", "head_tail"])]
    public string Truncation { get; init; } = "longest_first";

    /// <summary>Texts that are longer than that.</summary>
    [RecipeKey("Longer texts at prediction: truncate as in training, or answer overlapping windows and join the answers; auto: windows for spans and triplets, truncate for others. An asked aspect is always read in the window around it.", Allowed = ["auto", "truncate", "windows"])]
    public string LongTexts { get; init; } = "auto";

    /// <summary>Overlap.</summary>
    [RecipeKey("Tokens that neighbouring windows share; -1 takes a quarter of max_length.", Min = -1, Max = 4096)]
    public int Overlap { get; init; } = -1;

    /// <summary>Special tokens.</summary>
    [RecipeKey("Enclose the text in [CLS] … [SEP].")]
    public bool SpecialTokens { get; init; } = true;
}
