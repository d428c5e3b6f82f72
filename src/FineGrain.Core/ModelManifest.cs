namespace FineGrain.Core;

/// <summary><c>finegrain.json</c>: what a model folder holds and how to use it. Everything that serving needs, and where the model came from.</summary>
public sealed record ModelManifest
{
    /// <summary>Format version of the folder; readers refuse a newer one.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Name of the recipe.</summary>
    public required string Name { get; init; }

    /// <summary>Task kind: classify or spans.</summary>
    public required string Task { get; init; }

    /// <summary>label, labels, number or spans.</summary>
    public required string Target { get; init; }

    /// <summary>Label names in logit order; of spans their labels, from which the tags follow; empty for a number.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>How text becomes model input.</summary>
    public required EncodingManifest Encoding { get; init; }

    /// <summary>Decision threshold of each label of a many-label task; empty means 0.5.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [];

    /// <summary>Softmax temperature fitted on dev; 1 is none.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How logits become probabilities, fitted on dev; null is the temperature alone.</summary>
    public Calibrating.CalibrationManifest? Calibration { get; init; }

    /// <summary>The predictor gives no label where the probability of the best one is below this; 0 answers everything.</summary>
    public double AbstainBelow { get; init; }

    /// <summary>How spans are told from logits; null for other tasks.</summary>
    public SpanManifest? Spans { get; init; }

    /// <summary>Scores of the model in this folder.</summary>
    public IReadOnlyList<Score> Scores { get; init; } = [];

    /// <summary>The recipe with every default resolved, as YAML.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>SHA-256 over the prepared training examples.</summary>
    public string DataHash { get; init; } = "";

    /// <summary>SHA-256 of every other file in the folder, by name; verified on opening.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Inputs and expected logits, replayed on opening.</summary>
    public IReadOnlyList<SelfTest> SelfTests { get; init; } = [];

    /// <summary>How the network was quantized; null for 32-bit floats.</summary>
    public PrecisionManifest? Precision { get; init; }
}

/// <summary>A network in fewer bits: what it is, and the machine that its self-test vectors come from.</summary>
public sealed record PrecisionManifest
{
    /// <summary>int8 or int4.</summary>
    public required string Name { get; init; }

    /// <summary>The network's file in the folder.</summary>
    public required string File { get; init; }

    /// <summary>Bits of a matrix weight: 8, 7 or 4.</summary>
    public required int WeightBits { get; init; }

    /// <summary>dynamic (ranges of activations are measured in every run), rows (the same for each row, in a kernel of ours) or static (they were measured on calibration texts).</summary>
    public string Activations { get; init; } = "dynamic";

    /// <summary>Weights that stayed 32-bit floats because they cost score.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Instructions of the processor it was checked on, such as avx2 or avx512-vnni.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>Engine it was checked with, such as "ONNX Runtime 1.31.1".</summary>
    public string Runtime { get; init; } = "";
}

/// <summary>How spans are told from logits.</summary>
public sealed record SpanManifest
{
    /// <summary>crf, softmax or biaffine.</summary>
    public required string Head { get; init; }

    /// <summary>bioes or iob2.</summary>
    public string Scheme { get; init; } = "bioes";

    /// <summary>entities or aspects: where gold spans of an example stand; triplets: the network scores pairs of units as <see cref="Spans.TripletColumns"/> says.</summary>
    public string Layer { get; init; } = "entities";
}

/// <summary>How text becomes model input, the same in training and serving.</summary>
public sealed record EncodingManifest
{
    /// <summary>Longest input in tokens, special tokens included.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Truncation strategy of the recipe.</summary>
    public string Truncation { get; init; } = "longest_first";

    /// <summary>Whether a longer text is answered in overlapping windows; else it is truncated.</summary>
    public bool Windows { get; init; }

    /// <summary>Tokens that neighbouring windows share; -1 for a quarter of the longest input.</summary>
    public int Overlap { get; init; } = -1;

    /// <summary>Whether special tokens enclose the text.</summary>
    public bool SpecialTokens { get; init; } = true;

    /// <summary>Cleaning steps.</summary>
    public Recipes.CleanRecipe Clean { get; init; } = new();

    /// <summary>Hashed n-grams; null when the model has none.</summary>
    public Recipes.NgramRecipe? Ngrams { get; init; }

    /// <summary>How the asked aspect enters; null for tasks that ask about none.</summary>
    public Recipes.AspectRecipe? Aspects { get; init; }

    /// <summary>What spans begin and end at: tokens (each token is a unit), words (tokens of one word are one unit), or nothing where no spans are marked.</summary>
    public string Units { get; init; } = "";

    /// <summary>Hashed features of units; null when the model reads none. Their word list, if any, is a file of the folder.</summary>
    public Recipes.FeatureRecipe? Features { get; init; }

    /// <summary>The characters that the model knows, in the order of their ids; empty when it reads none.</summary>
    public string Characters { get; init; } = "";

    /// <summary>Character ids of a unit.</summary>
    public int CharacterLength { get; init; }
}

/// <summary>One self-test vector.</summary>
/// <param name="Text">Input text.</param>
/// <param name="Pair">Second text, or null.</param>
/// <param name="Logits">Expected logits.</param>
/// <param name="Tolerance">Largest allowed absolute difference of a logit.</param>
/// <param name="Aspect">The asked aspect, or null.</param>
public sealed record SelfTest(string Text, string? Pair, IReadOnlyList<float> Logits, float Tolerance, Span? Aspect = null);
