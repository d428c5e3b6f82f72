namespace FineGrain.Core.Recipes;

/// <summary>Where examples come from and what is done to them before training.</summary>
public sealed record DataRecipe
{
    /// <summary>Folder of relative paths.</summary>
    [RecipeKey("Folder that relative paths start from; itself relative to the recipe. '$FINEGRAIN_DATA' stands for that variable, or '../shared/data' beside the project where it is unset.")]
    public string Root { get; init; } = ".";

    /// <summary>Training sources.</summary>
    [RecipeKey("Training files.", Required = true)]
    public IReadOnlyList<SourceRecipe> Train { get; init; } = [];

    /// <summary>Dev sources.</summary>
    [RecipeKey("Files that choices are made on; empty takes split.dev of the training data.")]
    public IReadOnlyList<SourceRecipe> Dev { get; init; } = [];

    /// <summary>Test sources.</summary>
    [RecipeKey("Files read once, for the report; empty takes split.test of the training data.")]
    public IReadOnlyList<SourceRecipe> Test { get; init; } = [];

    /// <summary>Cleaning steps.</summary>
    [RecipeKey("Cleaning steps, in the order listed; offsets into the original text are kept.")]
    public CleanRecipe Clean { get; init; } = new();

    /// <summary>Split shares.</summary>
    [RecipeKey("Stratified, seeded split of the training files where dev or test has none; duplicates stay together.")]
    public SplitRecipe Split { get; init; } = new();

    /// <summary>What to do with training rows that stand in dev or test too.</summary>
    [RecipeKey("Training rows whose text also stands in dev or test: keep them (the scores then also list the clean rows), or drop them from training.", Allowed = ["keep", "drop"])]
    public string Leaks { get; init; } = "keep";

    /// <summary>Augmentation of training rows.</summary>
    [RecipeKey("Random changes to training texts, drawn anew each epoch; never applied to dev or test.")]
    public AugmentRecipe Augment { get; init; } = new();

    /// <summary>Re-sampling of training rows.</summary>
    [RecipeKey("Repeat rows of rare labels (over) or leave out rows of frequent ones (under) until labels are balanced to the power 'sampling_strength'.", Allowed = ["none", "over", "under"])]
    public string Sampling { get; init; } = "none";

    /// <summary>How far sampling goes.</summary>
    [RecipeKey("1 balances fully, 0.5 half way on the log scale.", Min = 0, Max = 1)]
    public double SamplingStrength { get; init; } = 1;
}

/// <summary>One file of examples.</summary>
public sealed record SourceRecipe
{
    /// <summary>Path.</summary>
    [RecipeKey("File, plain or .gz, relative to data.root.", Required = true)]
    public string Path { get; init; } = "";

    /// <summary>Format.</summary>
    [RecipeKey("File format; auto goes by the extension. lines: 'label text' on each line. text: one text a line, all with the label of 'label'. trees: Penn Treebank sentiment trees. conll: one token a line, its tag in the last column. cluener: JSON lines of {text, label: {type: {surface: [[start, last]]}}}.", Allowed = ["auto", "csv", "tsv", "jsonl", "parquet", "lines", "text", "trees", "conll", "cluener"])]
    public string Format { get; init; } = "auto";

    /// <summary>Delimiter.</summary>
    [RecipeKey("Column delimiter of csv and tsv; empty takes ',' for csv and tab for tsv.")]
    public string Delimiter { get; init; } = "";

    /// <summary>Quoting.</summary>
    [RecipeKey("Whether double quotes enclose csv/tsv fields; auto: yes for csv, no for tsv.", Allowed = ["auto", "yes", "no"])]
    public string Quotes { get; init; } = "auto";

    /// <summary>Header row.</summary>
    [RecipeKey("Whether the first csv/tsv row names the columns; without it columns are called 1, 2, 3 ….")]
    public bool Header { get; init; } = true;

    /// <summary>Column of the text.</summary>
    [RecipeKey("Column or JSON key of the text (dotted path for nested JSON).")]
    public string Text { get; init; } = "text";

    /// <summary>Column of the second text.</summary>
    [RecipeKey("Column of the second text of a pair task; empty for none.")]
    public string Pair { get; init; } = "";

    /// <summary>Column of the gold label or number.</summary>
    [RecipeKey("Column of the gold label(s) or number; for format text and for one-class-per-file: the label itself, written '=positive'. Several labels: a JSON list, or joined by '|'.")]
    public string Label { get; init; } = "label";

    /// <summary>Column of the id.</summary>
    [RecipeKey("Column of the id; empty numbers rows as file:line.")]
    public string Id { get; init; } = "";

    /// <summary>Label renaming.</summary>
    [RecipeKey("Renames labels of the file, e.g. {'0': negative}; a label mapped to the empty string drops its rows.")]
    public IReadOnlyDictionary<string, string> LabelMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Part of a label.</summary>
    [RecipeKey("Which part of a label counts: all of it, or the coarse part before the first ':' (TREC: 'DESC:manner' is DESC). label_map is looked up with the whole label first, then with that part.", Allowed = ["all", "coarse"])]
    public string LabelPart { get; init; } = "all";

    /// <summary>What of a tree becomes examples.</summary>
    [RecipeKey("Of sentiment trees: whole sentences, or every labelled phrase once.", Allowed = ["sentences", "phrases"])]
    public string Nodes { get; init; } = "sentences";

    /// <summary>Tag scheme.</summary>
    [RecipeKey("Of conll: the tag scheme; auto tells it from the tags of the whole file and says so.", Allowed = ["auto", "io", "iob1", "iob2", "bioes"])]
    public string Scheme { get; init; } = "auto";

    /// <summary>Joiner.</summary>
    [RecipeKey("Of conll: what stands between two tokens of the rebuilt text: ' ' for words, '' for Chinese characters.")]
    public string Joiner { get; init; } = " ";

    /// <summary>Broken tag sequences.</summary>
    [RecipeKey("Of conll: a tag that cannot follow the one before it is an error, or is repaired: it begins a span.", Allowed = ["error", "repair"])]
    public string Broken { get; init; } = "error";

    /// <summary>Position digits.</summary>
    [RecipeKey("Of conll: the token column ends in a digit that tells the character's place in its word (Weibo NER); it is no part of the text.")]
    public bool PositionDigit { get; init; }

    /// <summary>Loss factor.</summary>
    [RecipeKey("Loss factor of every row of this file.", Min = 0)]
    public double Weight { get; init; } = 1;
}

/// <summary>Cleaning steps; each can be switched.</summary>
public sealed record CleanRecipe
{
    /// <summary>HTML entities.</summary>
    [RecipeKey("Decode HTML entities such as &amp;amp;.")]
    public bool HtmlEntities { get; init; }

    /// <summary>Unicode form.</summary>
    [RecipeKey("Unicode normal form.", Allowed = ["none", "nfc", "nfd", "nfkc", "nfkd"])]
    public string Unicode { get; init; } = "none";

    /// <summary>Full-width characters.</summary>
    [RecipeKey("Full-width Latin letters, digits and punctuation become ASCII.")]
    public bool FullWidth { get; init; }

    /// <summary>Control characters.</summary>
    [RecipeKey("Remove control, format and private-use characters except tab and newline.")]
    public bool ControlCharacters { get; init; } = true;

    /// <summary>Whitespace.</summary>
    [RecipeKey("Runs of whitespace become one space; ends are trimmed.")]
    public bool Whitespace { get; init; }
}

/// <summary>Shares of a seeded, stratified split.</summary>
public sealed record SplitRecipe
{
    /// <summary>Dev share.</summary>
    [RecipeKey("Share of the training rows that becomes dev where dev has no file.", Min = 0, Max = 0.9)]
    public double Dev { get; init; } = 0.1;

    /// <summary>Test share.</summary>
    [RecipeKey("Share that becomes test where test has no file.", Min = 0, Max = 0.9)]
    public double Test { get; init; }

    /// <summary>Seed.</summary>
    [RecipeKey("Seed of the split; independent of the training seeds.")]
    public int Seed { get; init; } = 13;
}

/// <summary>Training-only random changes. Rates are shares of units (words; characters in Chinese) unless said otherwise.</summary>
public sealed record AugmentRecipe
{
    /// <summary>Share of rows changed.</summary>
    [RecipeKey("Share of training rows that are changed at all in an epoch.", Min = 0, Max = 1)]
    public double Rows { get; init; } = 1;

    /// <summary>Deletion.</summary>
    [RecipeKey("Rate at which words (Chinese: characters) are deleted.", Min = 0, Max = 1)]
    public double Delete { get; init; }

    /// <summary>Swap.</summary>
    [RecipeKey("Rate at which a word (character) changes place with its neighbour.", Min = 0, Max = 1)]
    public double Swap { get; init; }

    /// <summary>Word noise.</summary>
    [RecipeKey("Rate at which a word (character) is replaced by a random one of the training data, by frequency.", Min = 0, Max = 1)]
    public double Replace { get; init; }

    /// <summary>Character noise.</summary>
    [RecipeKey("Rate at which a character inside a word is dropped, doubled, swapped or replaced (Latin), or a Chinese one dropped or doubled.", Min = 0, Max = 1)]
    public double Characters { get; init; }

    /// <summary>Mixup.</summary>
    [RecipeKey("Mixup: alpha of Beta(alpha, alpha) that mixes the pooled representations and targets of two rows of a batch; 0 is off.", Min = 0, Max = 10)]
    public double Mixup { get; init; }
}
