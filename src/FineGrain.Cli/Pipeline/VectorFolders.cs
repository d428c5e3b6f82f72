using System.Security.Cryptography;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;
using FineGrain.Data.Tokenization;
using FineGrain.Inference;
using FineGrain.Models.Vectors;

namespace FineGrain.Cli.Pipeline;

/// <summary>The folders behind <c>model.vectors</c> and <c>model.encoder</c>: as named, or what a recipe makes, kept in the cache and made where it is missing.</summary>
internal static class VectorFolders
{
    /// <summary>Runs the recipes that a model starts from and the cache lacks, so that later steps find what they make.</summary>
    public static void Prepare(ModelRecipe model, string recipeFolder, IRunDisplay display, CancellationToken stop)
    {
        foreach (var path in Paths(model)) Resolve(path, recipeFolder, display, stop);
    }

    /// <summary>What the sections of a model name, each once.</summary>
    public static IReadOnlyList<string> Paths(ModelRecipe model) => [.. model.Networks.Select(m => m.StartsFrom).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>Those of <see cref="Paths"/> that stand for encoders.</summary>
    public static IReadOnlyList<string> Encoders(ModelRecipe model) => [.. model.Networks.Select(m => m.Encoder).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>The fingerprint of what a path stands for, with all that it starts from.</summary>
    /// <exception cref="InputException">A recipe or folder is not there or wrong, or recipes start from one another in a circle.</exception>
    public static string HashOf(string path, string recipeFolder) => HashOf(Full(path, recipeFolder), []);

    /// <summary>The fingerprint of a pretraining with those that it starts from.</summary>
    public static string HashOf(PretrainRecipe recipe, string recipeFolder) => RecipeHash.Of(recipe, recipeFolder, ModelOf(recipe) is { } model ? Parents(model, recipeFolder, []) : []);

    /// <summary>The folder that a path stands for: that of a pretraining or a model folder.</summary>
    /// <exception cref="InputException">There is no such folder or recipe, or the recipe fails.</exception>
    public static string Resolve(string path, string recipeFolder, IRunDisplay display, CancellationToken stop)
    {
        var full = Full(path, recipeFolder);
        if (Directory.Exists(full))
            return Pretraining.IsFinished(full) || IsModel(full) ? full : throw new InputException("model.vectors or model.encoder", $"the folder '{full}' holds no finished pretraining and is no model folder. Make it with 'finegrain pretrain RECIPE --out {full}', or name the folder 'model' of a finished run.");
        if (!File.Exists(full) || Path.GetExtension(full) is not (".yaml" or ".yml"))
            throw new InputException("model.vectors or model.encoder", $"'{full}' is neither a folder of 'finegrain pretrain', nor a model folder, nor a recipe (.yaml). Check the path, which starts from the recipe's folder.");
        if (!YamlRecipe.IsPretrain(full)) return Earlier(full).Model(display, stop);
        var bound = YamlRecipe.LoadPretrain(full);
        var folder = Path.GetDirectoryName(full)!;
        var cached = Path.Combine(CacheFolder.Find(), "vectors", $"{bound.Recipe.Name}-{HashOf(full, [])[..16]}");
        if (Pretraining.IsFinished(cached)) return cached;
        display.Say($"{bound.Recipe.Objective} {path} are not in the cache yet; they are learned once, into {cached}");
        Pretraining.Run(bound.Recipe, folder, cached, display, stop);
        return cached;
    }

    /// <summary>The vectors of a folder: those of a pretraining, or the token table of a model.</summary>
    /// <exception cref="InputException">It holds none, or is damaged.</exception>
    public static StaticVectors Open(string folder)
    {
        if (!IsModel(folder)) return VectorsFile.Read(Path.Combine(folder, VectorsFile.Name));
        var tokenizer = Tokenizer.Load(Path.Combine(folder, ModelFolder.TokenizerFile));
        return TokenTable.Read(folder, [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf)]);
    }

    /// <summary>Full paths of what a model section starts from, then of what that started from, and so on; of a folder the past is not known.</summary>
    public static IEnumerable<string> Chain(ModelRecipe model, string recipeFolder)
    {
        foreach (var full in Paths(model).Select(path => Full(path, recipeFolder)))
        {
            yield return full;
            if (Directory.Exists(full) || ModelOf(full) is not { } before) continue;
            foreach (var earlier in Chain(before, Path.GetDirectoryName(full)!)) yield return earlier;
        }
    }

    /// <summary>The labelled examples that the recipes of the chain behind a model section were trained on.</summary>
    public static IEnumerable<Example> Learned(ModelRecipe model, string recipeFolder) =>
        Chain(model, recipeFolder).Distinct(StringComparer.Ordinal).Where(full => File.Exists(full) && !YamlRecipe.IsPretrain(full)).SelectMany(full => Earlier(full).Learned());

    /// <summary>Recursion over recipes; those on the way here must not come again.</summary>
    private static string HashOf(string full, IReadOnlyList<string> way)
    {
        if (way.Contains(full)) throw new InputException("model.vectors or model.encoder", $"{string.Join(" starts from ", [.. way, full])}: nothing can start from itself. Let one of them begin afresh.");
        if (Directory.Exists(full)) return IsModel(full) ? HashOfModel(full) : Pretraining.Manifest(full).Hash;
        var folder = Path.GetDirectoryName(full)!;
        var parents = ModelOf(full) is { } model ? Parents(model, folder, [.. way, full]) : [];
        return YamlRecipe.IsPretrain(full) ? RecipeHash.Of(YamlRecipe.LoadPretrain(full).Recipe, folder, parents) : RecipeHash.Of(YamlRecipe.Load(full).Recipe, folder, parents);
    }

    private static IReadOnlyList<string> Parents(ModelRecipe model, string folder, IReadOnlyList<string> way) => [.. Paths(model).Select(path => HashOf(Full(path, folder), way))];

    /// <summary>The model section of a recipe; null of one that learns vectors, which start from nothing.</summary>
    private static ModelRecipe? ModelOf(string recipe) => YamlRecipe.IsPretrain(recipe) ? ModelOf(YamlRecipe.LoadPretrain(recipe).Recipe) : YamlRecipe.Load(recipe).Recipe.Model;

    private static ModelRecipe? ModelOf(PretrainRecipe recipe) => (recipe as EncoderPretrainRecipe)?.Model;

    private static EarlierTask Earlier(string full) => EarlierTask.Open(full, HashOf(full, []));

    private static string Full(string path, string recipeFolder) => Path.GetFullPath(Path.Combine(recipeFolder, path));

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, ModelFolder.ManifestFile));

    /// <summary>Over what the next network takes: tokens and weights, whose own hashes the manifest holds.</summary>
    private static string HashOfModel(string folder)
    {
        var files = ModelFolder.Open(folder).Manifest.Files;
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', files.Where(f => f.Key is ModelFolder.TokenizerFile or "model.safetensors").OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value}")))));
    }
}
