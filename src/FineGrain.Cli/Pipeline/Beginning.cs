using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;
using FineGrain.Inference;

namespace FineGrain.Cli.Pipeline;

/// <summary>What a model section starts from, by <c>vectors</c> or <c>encoder</c>: a folder, or what a recipe makes, with all that this starts from in turn. Recipes are read and files fingerprinted once.</summary>
internal sealed class Beginning
{
    private readonly string name;
    private readonly string path;
    private readonly IReadOnlyList<Beginning> before = [];
    private readonly PretrainRecipe? pretraining;
    private readonly EarlierTask? task;

    /// <param name="name">As the recipe names it.</param>
    /// <param name="recipeFolder">Folder of that recipe.</param>
    /// <param name="way">Recipes on the way here, which must not come again.</param>
    private Beginning(string name, string recipeFolder, IReadOnlyList<string> way)
    {
        (this.name, path) = (name, Path.GetFullPath(Path.Combine(recipeFolder, name)));
        if (way.Contains(path)) throw new InputException("model.vectors or model.encoder", $"{string.Join(" starts from ", [.. way, path])}: nothing can start from itself. Let one of them begin afresh.");
        if (Directory.Exists(path))
        {
            Hash = ModelFolder.IsOne(path) ? HashOfModel(path) : Pretraining.IsFinished(path) ? Pretraining.Manifest(path).Hash
                : throw new InputException("model.vectors or model.encoder", $"the folder '{path}' holds no finished pretraining and is no model folder. Make it with 'finegrain pretrain RECIPE --out {path}', or name the folder 'model' of a finished run.");
            return;
        }
        if (!File.Exists(path) || Path.GetExtension(path) is not (".yaml" or ".yml"))
            throw new InputException("model.vectors or model.encoder", $"'{path}' is neither a folder of 'finegrain pretrain', nor a model folder, nor a recipe (.yaml). Check the path, which starts from the recipe's folder.");
        if (YamlRecipe.IsPretrain(path))
        {
            pretraining = YamlRecipe.LoadPretrain(path).Recipe;
            before = Of(pretraining, Folder, [.. way, path]);
            Hash = HashOf(pretraining, Folder, before);
        }
        else
        {
            var bound = YamlRecipe.Load(path);
            before = Of(bound.Recipe.Model, Folder, [.. way, path]);
            Hash = RecipeHash.Of(bound.Recipe, Folder, [.. before.Select(b => b.Hash)]);
            task = EarlierTask.Of(path, bound, Hash);
        }
    }

    /// <summary>The fingerprint of what it gives, with all that it starts from.</summary>
    public string Hash { get; }

    /// <summary>Itself, then what it starts from, and so on, as recipes name them; of a folder the past is not known.</summary>
    public IEnumerable<string> Names => before.SelectMany(b => b.Names).Prepend(Path.GetFileName(path));

    /// <summary>The labelled examples that it and what it starts from were trained on.</summary>
    public IEnumerable<Example> Learned => (task?.Learned() ?? []).Concat(before.SelectMany(b => b.Learned));

    private string Folder => Path.GetDirectoryName(path)!;

    /// <summary>What the networks of a model section start from, each once, by the name that the section gives it.</summary>
    /// <exception cref="InputException">A folder or recipe is not there or wrong, or recipes start from one another in a circle.</exception>
    public static IReadOnlyDictionary<string, Beginning> Of(ModelRecipe model, string recipeFolder) => Of(model, recipeFolder, []).ToDictionary(b => b.name, StringComparer.Ordinal);

    /// <summary>The fingerprint of a pretraining with all that it starts from.</summary>
    /// <exception cref="InputException">As with <see cref="Of(ModelRecipe, string)"/>; or a file cannot be read.</exception>
    public static string HashOf(PretrainRecipe recipe, string recipeFolder) => HashOf(recipe, recipeFolder, Of(recipe, recipeFolder, []));

    /// <summary>Makes what a model section starts from and the cache lacks, so that later steps find it.</summary>
    public static void Prepare(ModelRecipe model, string recipeFolder, IRunDisplay display, CancellationToken stop)
    {
        foreach (var beginning in Of(model, recipeFolder, [])) beginning.Make(display, stop);
    }

    /// <summary>Its folder, that of a pretraining or a model folder: as named, or what the recipe makes, kept in the cache and made where it is missing.</summary>
    /// <exception cref="InputException">The recipe fails.</exception>
    public string Make(IRunDisplay display, CancellationToken stop)
    {
        if (task is not null) return task.Model(display, stop);
        if (pretraining is null) return path;
        var cached = Path.Combine(CacheFolder.Find(), "vectors", $"{pretraining.Name}-{Hash[..16]}");
        if (Pretraining.IsFinished(cached)) return cached;
        display.Say($"{pretraining.Objective} {name} are not in the cache yet; they are learned once, into {cached}");
        Pretraining.Run(pretraining, Folder, cached, display, stop);
        return cached;
    }

    private static IReadOnlyList<Beginning> Of(ModelRecipe model, string recipeFolder, IReadOnlyList<string> way) =>
        [.. model.Networks.Select(m => m.StartsFrom).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Select(name => new Beginning(name, recipeFolder, way))];

    private static IReadOnlyList<Beginning> Of(PretrainRecipe recipe, string recipeFolder, IReadOnlyList<string> way) => recipe is EncoderPretrainRecipe encoder ? Of(encoder.Model, recipeFolder, way) : [];

    private static string HashOf(PretrainRecipe recipe, string recipeFolder, IReadOnlyList<Beginning> before) => RecipeHash.Of(recipe, recipeFolder, [.. before.Select(b => b.Hash)]);

    /// <summary>What the next network takes of a model: tokens and weights, whose own hashes the manifest holds.</summary>
    private static string HashOfModel(string folder)
    {
        var files = ModelFolder.Open(folder).Manifest.Files;
        return $"{files.GetValueOrDefault(ModelFolder.TokenizerFile)} {files.GetValueOrDefault("model.safetensors")}";
    }
}
