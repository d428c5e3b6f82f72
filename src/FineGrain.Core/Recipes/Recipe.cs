namespace FineGrain.Core.Recipes;

/// <summary>The YAML file that fully describes a run. Property names are the keys in snake_case; defaults stand here and nowhere else.</summary>
public sealed record Recipe
{
    /// <summary>Name of the run, used in scores and the model card.</summary>
    [RecipeKey("Name of the run and of its data set in scores.json; lower-case words joined by '-'.", Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Task kind.</summary>
    [RecipeKey("Task kind: classify gives labels or a number to a text; spans marks stretches of it (named entities, aspect terms).", Allowed = ["classify", "spans"])]
    public string Task { get; init; } = "classify";

    /// <summary>What is predicted; what the task gives where nothing is said.</summary>
    [RecipeKey("What is predicted: one label, any number of labels, a number, or spans (the only target of task spans, and its default).", Allowed = ["label", "labels", "number", "spans"])]
    public string Target { get => field ?? (Task == "spans" ? "spans" : "label"); init; }

    /// <summary>Label set in logit order.</summary>
    [RecipeKey("Label names in logit order; empty takes those of the training data in ordinal order.")]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Data section.</summary>
    [RecipeKey("Where the examples come from and what is done to them before training.", Required = true)]
    public DataRecipe Data { get; init; } = new();

    /// <summary>Tokenizer section.</summary>
    [RecipeKey("How text becomes token ids.")]
    public TokenizerRecipe Tokenizer { get; init; } = new();

    /// <summary>Model section.</summary>
    [RecipeKey("The network.", Required = true)]
    public ModelRecipe Model { get; init; } = new TransformerRecipe();

    /// <summary>Spans section.</summary>
    [RecipeKey("How spans are told from the text; read by task spans.")]
    public SpansRecipe Spans { get; init; } = new();

    /// <summary>Training section.</summary>
    [RecipeKey("The loop.")]
    public TrainingRecipe Training { get; init; } = new();

    /// <summary>Distillation section.</summary>
    [RecipeKey("Learning from the answers of larger models.")]
    public DistillationRecipe Distillation { get; init; } = new();

    /// <summary>Evaluation section.</summary>
    [RecipeKey("What is measured at the end.")]
    public EvaluationRecipe Evaluation { get; init; } = new();
}
