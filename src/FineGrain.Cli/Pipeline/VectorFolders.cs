using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Pretraining;
using FineGrain.Data.Recipes;

namespace FineGrain.Cli.Pipeline;

/// <summary>The folders behind <c>model.vectors</c> and <c>model.encoder</c>: as named, or the cached result of a pretraining recipe, which is made where it is missing.</summary>
internal static class VectorFolders
{
    /// <summary>Runs the pretrainings that a recipe needs and the cache lacks, so that later steps find them.</summary>
    public static void Prepare(ModelRecipe model, string recipeFolder, IRunDisplay display, CancellationToken stop)
    {
        foreach (var path in Paths(model)) Resolve(path, recipeFolder, display, stop);
    }

    /// <summary>What the sections of a model name, each once.</summary>
    public static IReadOnlyList<string> Paths(ModelRecipe model) => [.. model.Networks.Select(m => m.StartsFrom).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>Those of <see cref="Paths"/> that stand for encoders.</summary>
    public static IReadOnlyList<string> Encoders(ModelRecipe model) => [.. model.Networks.Select(m => m.Encoder).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>The fingerprint of a pretraining with those that it starts from.</summary>
    public static string HashOf(PretrainRecipe recipe, string recipeFolder) => PretrainHash.Of(recipe, recipeFolder, recipe is EncoderPretrainRecipe encoder ? [.. Paths(encoder.Model).Select(path => HashOf(path, recipeFolder))] : []);

    private static string HashOf(string path, string recipeFolder)
    {
        var full = Path.GetFullPath(Path.Combine(recipeFolder, path));
        return Directory.Exists(full) ? Pretraining.Manifest(full).Hash : HashOf(YamlRecipe.LoadPretrain(full).Recipe, Path.GetDirectoryName(full)!);
    }

    /// <summary>The folder of vectors that a path stands for.</summary>
    /// <exception cref="InputException">There is no such folder or recipe, or the pretraining fails.</exception>
    public static string Resolve(string path, string recipeFolder, IRunDisplay display, CancellationToken stop)
    {
        var full = Path.GetFullPath(Path.Combine(recipeFolder, path));
        if (Directory.Exists(full))
            return Pretraining.IsFinished(full) ? full : throw new InputException("model.vectors or model.encoder", $"the folder '{full}' holds no finished pretraining. Make it with 'finegrain pretrain RECIPE --out {full}'.");
        if (!File.Exists(full) || Path.GetExtension(full) is not (".yaml" or ".yml"))
            throw new InputException("model.vectors or model.encoder", $"'{full}' is neither a folder of 'finegrain pretrain' nor a pretraining recipe (.yaml). Check the path, which starts from the recipe's folder.");
        var bound = YamlRecipe.LoadPretrain(full);
        var folder = Path.GetDirectoryName(full)!;
        var cached = Path.Combine(CacheFolder.Find(), "vectors", $"{bound.Recipe.Name}-{HashOf(bound.Recipe, folder)[..16]}");
        if (Pretraining.IsFinished(cached)) return cached;
        display.Say($"{bound.Recipe.Objective} {path} are not in the cache yet; they are learned once, into {cached}");
        Pretraining.Run(bound.Recipe, folder, cached, display, stop);
        return cached;
    }
}
