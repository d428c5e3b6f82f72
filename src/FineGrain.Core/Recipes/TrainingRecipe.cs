namespace FineGrain.Core.Recipes;

/// <summary>The loop.</summary>
public sealed record TrainingRecipe
{
    /// <summary>Seeds.</summary>
    [RecipeKey("One run for each seed; scores list each and their mean; the model folder holds the one that is best on dev.")]
    public IReadOnlyList<int> Seeds { get; init; } = [1];

    /// <summary>Epochs.</summary>
    [RecipeKey("Passes over the training data.", Min = 1, Max = 10_000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Step limit.</summary>
    [RecipeKey("Stop after this many steps; 0 for no limit.", Min = 0)]
    public int MaxSteps { get; init; }

    /// <summary>Rows of a batch.</summary>
    [RecipeKey("Most rows in a batch.", Min = 1, Max = 65_536)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Token budget.</summary>
    [RecipeKey("Most tokens in a batch, padding included; 0 for no limit. Batches are cut from length-sorted windows.", Min = 0)]
    public int BatchTokens { get; init; }

    /// <summary>Accumulation.</summary>
    [RecipeKey("Batches whose gradients are added before one optimiser step.", Min = 1, Max = 1024)]
    public int Accumulate { get; init; } = 1;

    /// <summary>Clipping.</summary>
    [RecipeKey("Clip the global gradient norm to this; 0 is off.", Min = 0)]
    public double ClipNorm { get; init; } = 1;

    /// <summary>Optimiser.</summary>
    [RecipeKey("The optimiser.")]
    public OptimizerRecipe Optimizer { get; init; } = new();

    /// <summary>Schedule.</summary>
    [RecipeKey("How the learning rate moves.")]
    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Loss.</summary>
    [RecipeKey("The loss.")]
    public LossRecipe Loss { get; init; } = new();

    /// <summary>Early stopping.</summary>
    [RecipeKey("Dev evaluation, early stopping, and which weights are kept.")]
    public StoppingRecipe Stopping { get; init; } = new();

    /// <summary>Parameter groups.</summary>
    [RecipeKey("Groups of parameters by name pattern ('*' matches anything); the first match wins.")]
    public IReadOnlyList<ParameterGroupRecipe> Groups { get; init; } = [];

    /// <summary>Layer-wise decay.</summary>
    [RecipeKey("Learning rate factor from each encoder layer to the one below it (ULMFiT/ELECTRA); 1 is off.", Min = 0.01, Max = 1)]
    public double LayerDecay { get; init; } = 1;

    /// <summary>Weight averaging.</summary>
    [RecipeKey("Exponential moving average of the weights, used for dev and the model folder; decay a step, 0 is off.", Min = 0, Max = 0.99999)]
    public double AverageDecay { get; init; }

    /// <summary>Refit.</summary>
    [RecipeKey("Train once more from the start on train and dev together, for as long as the kept weights took; the model folder holds that network, its calibration and dev scores come from the first one.")]
    public bool Refit { get; init; }

    /// <summary>Checkpoint interval.</summary>
    [RecipeKey("Steps between resumable checkpoints; 0: one an epoch.", Min = 0)]
    public int CheckpointSteps { get; init; }

    /// <summary>Precision.</summary>
    [RecipeKey("bfloat16: the matrix products of Transformer layers run in 16-bit floats while training, all else and the trained model stay in 32 bits; nearly twice the speed from width 256 on, for processors with AVX512-BF16 or AMX alone ('finegrain doctor').", Allowed = ["float32", "bfloat16"])]
    public string Precision { get; init; } = "float32";

    /// <summary>Threads.</summary>
    [RecipeKey("CPU threads; 0 takes all physical cores. Results are bit-identical only for the same number.", Min = 0, Max = 512)]
    public int Threads { get; init; }
}

/// <summary>Optimiser by name.</summary>
public sealed record OptimizerRecipe
{
    /// <summary>Name.</summary>
    [RecipeKey("Optimiser.", Allowed = ["sgd", "adam", "adamw"])]
    public string Name { get; init; } = "adamw";

    /// <summary>Learning rate.</summary>
    [RecipeKey("Peak learning rate.", Min = 0, Max = 100)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay.</summary>
    [RecipeKey("Weight decay: decoupled in adamw, added to the gradient in adam and sgd. Not applied to biases and norms.", Min = 0, Max = 10)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Momentum.</summary>
    [RecipeKey("Momentum of sgd.", Min = 0, Max = 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>First beta.</summary>
    [RecipeKey("Decay of the mean gradient.", Min = 0, Max = 0.99999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Second beta.</summary>
    [RecipeKey("Decay of the mean squared gradient.", Min = 0, Max = 0.9999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Epsilon.</summary>
    [RecipeKey("Added to the denominator.", Min = 1e-12, Max = 1)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Embedding rows.</summary>
    [RecipeKey("exact: every embedding row decays and moves each step, as the textbook says. used: only the rows of the batch (lazy Adam, other maths, much faster for large vocabularies).", Allowed = ["exact", "used"])]
    public string EmbeddingRows { get; init; } = "exact";
}

/// <summary>Learning-rate schedule by name.</summary>
public sealed record ScheduleRecipe
{
    /// <summary>Name.</summary>
    [RecipeKey("Shape after the warm-up.", Allowed = ["constant", "linear", "cosine", "inverse-sqrt"])]
    public string Name { get; init; } = "linear";

    /// <summary>Warm-up.</summary>
    [RecipeKey("Warm-up: share of all steps when below 1, else steps.", Min = 0)]
    public double Warmup { get; init; } = 0.06;

    /// <summary>Floor.</summary>
    [RecipeKey("Last learning rate as a share of the peak.", Min = 0, Max = 1)]
    public double Floor { get; init; }
}

/// <summary>Loss by name.</summary>
public sealed record LossRecipe
{
    /// <summary>Name.</summary>
    [RecipeKey("Loss; auto: cross-entropy for a label, binary-cross-entropy for labels, mean-squared-error for a number.", Allowed = ["auto", "cross-entropy", "focal", "binary-cross-entropy", "mean-squared-error"])]
    public string Name { get; init; } = "auto";

    /// <summary>Smoothing.</summary>
    [RecipeKey("Label smoothing.", Min = 0, Max = 0.9)]
    public double Smoothing { get; init; }

    /// <summary>Focal gamma.</summary>
    [RecipeKey("Gamma of the focal loss.", Min = 0, Max = 10)]
    public double Gamma { get; init; } = 2;

    /// <summary>Class weights.</summary>
    [RecipeKey("Class weights: balanced = N / (C · n_c); sqrt = its square root; given = class_weights.", Allowed = ["none", "balanced", "sqrt", "given"])]
    public string Weighting { get; init; } = "none";

    /// <summary>Given class weights.</summary>
    [RecipeKey("Weight of each label, for weighting: given.")]
    public IReadOnlyDictionary<string, double> ClassWeights { get; init; } = new Dictionary<string, double>();
}

/// <summary>Dev evaluation and early stopping.</summary>
public sealed record StoppingRecipe
{
    /// <summary>Metric.</summary>
    [RecipeKey("Dev metric that decides; auto: accuracy for a label, micro-f1 for labels, spearman for a number, span-f1 (strict) for spans.", Allowed = ["auto", "loss", "accuracy", "macro-f1", "micro-f1", "matthews", "mae", "spearman", "span-f1", "span-macro-f1", "triplet-f1"])]
    public string Metric { get; init; } = "auto";

    /// <summary>Interval.</summary>
    [RecipeKey("Steps between dev evaluations; 0: one an epoch.", Min = 0)]
    public int EverySteps { get; init; }

    /// <summary>Patience.</summary>
    [RecipeKey("Stop after this many evaluations without improvement; 0 never stops early.", Min = 0)]
    public int Patience { get; init; }

    /// <summary>Kept weights.</summary>
    [RecipeKey("Weights that are kept: the best on dev, or the last, where dev is so small that the best is chance.", Allowed = ["best", "last"])]
    public string Keep { get; init; } = "best";
}

/// <summary>Settings of the parameters whose name matches.</summary>
public sealed record ParameterGroupRecipe
{
    /// <summary>Pattern.</summary>
    [RecipeKey("Parameter name pattern, e.g. 'embeddings.*'.", Required = true)]
    public string Match { get; init; } = "";

    /// <summary>Learning-rate factor.</summary>
    [RecipeKey("Factor on the learning rate.", Min = 0)]
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>Weight decay.</summary>
    [RecipeKey("Weight decay of the group; negative keeps the optimiser's.", Min = -1, Max = 10)]
    public double WeightDecay { get; init; } = -1;

    /// <summary>Freeze.</summary>
    [RecipeKey("Leave these parameters as they are.")]
    public bool Freeze { get; init; }
}

/// <summary>What is measured at the end.</summary>
public sealed record EvaluationRecipe
{
    /// <summary>Splits.</summary>
    [RecipeKey("Splits to score; test is read only when it stands here.", Allowed = ["train", "dev", "test"])]
    public IReadOnlyList<string> Splits { get; init; } = ["dev"];

    /// <summary>Bootstrap samples.</summary>
    [RecipeKey("Bootstrap samples behind each 95 % interval.", Min = 100, Max = 100_000)]
    public int BootstrapSamples { get; init; } = 1000;

    /// <summary>Calibration.</summary>
    [RecipeKey("How confidence is made to match accuracy, fitted on dev; auto takes the method with the least cross-validated dev log-loss.", Allowed = ["none", "temperature", "vector", "isotonic", "auto"])]
    public string Calibration { get; init; } = "auto";

    /// <summary>Abstain below.</summary>
    [RecipeKey("The exported model gives no label where its best probability is below this; 0 answers everything. Scores are measured with every answer given.", Min = 0, Max = 1)]
    public double AbstainBelow { get; init; }

    /// <summary>Hardest examples.</summary>
    [RecipeKey("How many of the hardest examples the report shows.", Min = 0, Max = 10_000)]
    public int Hardest { get; init; } = 50;
}
