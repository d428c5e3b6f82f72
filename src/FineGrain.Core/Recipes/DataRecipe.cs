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
    [RecipeKey("Repeat rows of rare labels (over) or leave out rows of frequent ones (under) until labels are balanced to the power 'sampling_strength'. A text of several labels, or of spans with several, counts for its rarest.", Allowed = ["none", "over", "under"])]
    public string Sampling { get; init; } = "none";

    /// <summary>How far sampling goes.</summary>
    [RecipeKey("1 balances fully, 0.5 half way on the log scale.", Min = 0, Max = 1)]
    public double SamplingStrength { get; init; } = 1;

    /// <summary>Share of texts without any span that an epoch has.</summary>
    [RecipeKey("Of task spans and target triplets: share of the training texts without any span that each epoch has, drawn anew; 1 takes all. 'sampling' leaves these texts alone.", Min = 0, Max = 1)]
    public double EmptyTexts { get; init; } = 1;
}

/// <summary>One file of examples.</summary>
public sealed record SourceRecipe
{
    /// <summary>Path.</summary>
    [RecipeKey("File, plain or .gz, relative to data.root; for brat a folder.", Required = true)]
    public string Path { get; init; } = "";

    /// <summary>Format.</summary>
    [RecipeKey("File format; auto goes by the extension. json: one document, each match of the path in 'text' (data[].paragraphs[].context) an example. lines: 'label text' on each line. text: one text a line, all with the label of 'label'. trees: Penn Treebank sentiment trees. "
        + "examples: examples.jsonl as FineGrain writes it, such as a version of the training data; ids, weights and spans stay, no other key of the source is read. "
        + "Of spans: conll (a token and its tag on each line), span-jsonl, cluener, brat (a folder of .txt and .ann), inline (<PER>Ann</PER> sings). "
        + "Of aspects: three-line (text with $T$, term, polarity), aspect-bio, aste (triplets), asap (a column for each of 18 categories).",
        Allowed = ["auto", "csv", "tsv", "jsonl", "json", "parquet", "lines", "text", "trees", "examples", "conll", "span-jsonl", "cluener", "brat", "inline", "three-line", "aspect-bio", "aste", "asap"])]
    public string Format { get; init; } = "auto";

    /// <summary>Delimiter.</summary>
    [RecipeKey("Column delimiter of csv, tsv and column formats; empty takes ',' for csv, tab for tsv and runs of spaces or tabs for columns.")]
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
    [RecipeKey("Tag scheme of conll and aspect-bio; auto reads the whole file first, states what it found and why, and refuses where the tags point two ways.", Allowed = ["auto", "io", "iob1", "iob2", "bmes", "bioes", "bilou"])]
    public string Scheme { get; init; } = "auto";

    /// <summary>Joiner.</summary>
    [RecipeKey("What stands between two tokens in the rebuilt text, which offsets count in: a space, nothing, a space except beside CJK characters (cjk), or what the comment '# text = …' of each sentence says (text). "
        + "auto: text where the file has such comments, none where most tokens are single CJK characters, else space; the choice is stated. ' ' and '' are other spellings of space and none.", Allowed = ["auto", "space", "none", "cjk", "text", " ", ""])]
    public string Joiner { get; init; } = "auto";

    /// <summary>Column of the tokens.</summary>
    [RecipeKey("Column of the token in column formats, from 1.", Min = 1, Max = 100)]
    public int TokenColumn { get; init; } = 1;

    /// <summary>Column of the tags.</summary>
    [RecipeKey("Column of the tag in column formats, from 1; 0 is the last one.", Min = 0, Max = 100)]
    public int TagColumn { get; init; }

    /// <summary>Position digits.</summary>
    [RecipeKey("Take the position digit off the end of each token (Weibo NER writes the first character of a word as '口0').")]
    public bool PositionDigit { get; init; }

    /// <summary>Broken tag sequences.</summary>
    [RecipeKey("A tag that its scheme does not allow where it stands: error names file, line and repair; repair reads it as conlleval does.", Allowed = ["error", "repair"])]
    public string Broken { get; init; } = "error";

    /// <summary>Unit of offsets.</summary>
    [RecipeKey("What offsets of span-jsonl and cluener count: UTF-16 units (C#, Java, JavaScript) or code points (Python); the same but for emoji and rare characters.", Allowed = ["utf16", "codepoints"])]
    public string Offsets { get; init; } = "utf16";

    /// <summary>Meaning of the spans.</summary>
    [RecipeKey("What the labels of spans are in a format that does not say: types of entities, or polarities of aspects.", Allowed = ["entities", "aspects"])]
    public string Spans { get; init; } = "entities";

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
