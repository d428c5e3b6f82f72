using FineGrain.Cli.Pipeline;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Preparing;
using FineGrain.Data.Reading;
using FineGrain.Data.Recipes;
using FineGrain.Data.Tokenization;
using FineGrain.Inference;

namespace FineGrain.Cli.Compressing;

/// <summary>A trained model with what training it further needs: its recipe and its data.</summary>
internal sealed class ModelSource
{
    private const string Remedy = "Name the recipe that it was trained with by --recipe.";

    private ModelSource(ModelFolder folder, Recipe recipe, string recipeFolder, PreparedData data)
    {
        (Folder, Recipe, RecipeFolder, Data) = (folder, recipe, recipeFolder, data);
        Tokenizer = Tokenizer.Load(folder.FolderPath);
    }

    public ModelFolder Folder { get; }

    public Recipe Recipe { get; }

    /// <summary>Folder that relative paths of the recipe start from.</summary>
    public string RecipeFolder { get; }

    public PreparedData Data { get; }

    public Tokenizer Tokenizer { get; }

    /// <summary>
    /// Opens a model folder and finds its data: those of <paramref name="recipe"/> where one is named; else the prepared splits of the run that the folder lies in;
    /// else the files that its own recipe names, where that says where they are on any machine ($FINEGRAIN_DATA or a full path).
    /// </summary>
    /// <exception cref="InputException">The folder is quantized or damaged, or its data cannot be found or are not those that it was trained on.</exception>
    public static ModelSource Open(string path, string? recipe)
    {
        var folder = ModelFolder.Open(path);
        var manifest = folder.Manifest;
        if (manifest.Precision is { } precision)
            throw new InputException(path, $"is {precision.Name}: its weights in 32-bit floats, which training goes on from, are gone. Name the folder that it was made from.");
        if (!File.Exists(folder.PathOf("model.safetensors"))) throw new InputException(path, "has no model.safetensors, so it cannot be trained on. Name the folder that 'finegrain run' wrote.");
        folder.Verify();
        if (recipe is not null) return Named(folder, recipe);
        if (manifest.Recipe.Length == 0) throw new InputException(folder.PathOf(ModelFolder.ManifestFile), $"holds no recipe. {Remedy}");
        var own = YamlRecipe.Bind(manifest.Recipe, $"{folder.PathOf(ModelFolder.ManifestFile)} (recipe)").Recipe with { Labels = manifest.Labels };
        var here = Directory.GetCurrentDirectory();
        if (DevExamples.Beside(path) is { } dev && Path.GetDirectoryName(dev) is { } splits && File.Exists(Path.Combine(splits, "train.jsonl")))
            return Checked(new(folder, own, here, DataPreparation.OfSplits(own, Read("train"), Read("dev"), Read("test"))), splits);
        var root = own.Data.Root;
        if (!root.StartsWith($"${DataFolder.Variable}", StringComparison.Ordinal) && !Path.IsPathRooted(root))
            throw new InputException(path, $"the data that it was trained on cannot be found: no data/train.jsonl lies beside it, and its recipe names '{own.Data.Train[0].Path}' in '{root}', relative to a recipe file that is not known. {Remedy}");
        return Checked(new(folder, own, here, DataPreparation.Prepare(own, here)), root);

        IReadOnlyList<Example> Read(string split) => Path.Combine(splits, $"{split}.jsonl") is var file && File.Exists(file) ? [.. ExampleFile.Read(file)] : [];
    }

    /// <summary>The preparation of a network over this data that keeps a tokenizer.</summary>
    public Preparation Prepared(Recipe recipe, Tokenizer tokenizer) => Preparation.With(recipe, RecipeFolder, Data, tokenizer, Folder.Lexicon());

    private static ModelSource Named(ModelFolder folder, string path)
    {
        var bound = YamlRecipe.Load(path).Recipe;
        var recipeFolder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (bound.Target != folder.Manifest.Target || bound.Task != folder.Manifest.Task)
            throw new InputException(path, $"is about {bound.Task} with target {bound.Target}, the model about {folder.Manifest.Task} with target {folder.Manifest.Target}. Name a recipe of the same task.");
        var recipe = folder.Manifest.Recipe.Length == 0 ? bound : YamlRecipe.Bind(folder.Manifest.Recipe, folder.PathOf(ModelFolder.ManifestFile)).Recipe with { Data = bound.Data };
        recipe = recipe with { Labels = folder.Manifest.Labels };
        var data = DataPreparation.Prepare(recipe, recipeFolder);
        return new(folder, recipe, recipeFolder, data);
    }

    private static ModelSource Checked(ModelSource source, string where)
    {
        var expected = source.Folder.Manifest.DataHash;
        if (expected.Length > 0 && source.Data.Hash != expected)
            throw new InputException(where, $"holds other data than the model in {source.Folder.FolderPath} was trained on (their SHA-256 begins with {source.Data.Hash[..12]}, not {expected[..Math.Min(12, expected.Length)]}). {Remedy}");
        return source;
    }
}
