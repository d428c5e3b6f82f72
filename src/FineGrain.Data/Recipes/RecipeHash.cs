using System.Security.Cryptography;
using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Recipes;

/// <summary>The fingerprint of all that decides what a recipe learns: the recipe and the bytes of its files.</summary>
public static class RecipeHash
{
    /// <summary>SHA-256, hex, over the recipe (its name and folder aside) and every file, held-out ones included; nothing is parsed, so it costs a fraction of a second.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="recipeFolder">Folder of the recipe file.</param>
    /// <param name="parents">Fingerprints of what it starts from.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static string Of(PretrainRecipe recipe, string recipeFolder, params IReadOnlyList<string> parents)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var root = DataFolder.Resolve(recipe.Root, recipeFolder);
        return Of(RecipePrinter.Print(recipe with { Name = "", Root = "" }), root, recipe.Sources.Concat(recipe.HeldOut).Select(s => s.Path), parents);
    }

    /// <summary>The same of a recipe that trains a model: what is only reported (<c>evaluation</c>) has no part in it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="recipeFolder">Folder of the recipe file.</param>
    /// <param name="parents">Fingerprints of what it starts from.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static string Of(Recipe recipe, string recipeFolder, params IReadOnlyList<string> parents)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var data = recipe.Data;
        var root = DataFolder.Resolve(data.Root, recipeFolder);
        var sources = data.Train.Concat(data.Dev).Concat(data.Test).Concat(recipe.Distillation.Unlabelled).Select(s => s.Path);
        var beside = new[] { recipe.Tokenizer.File, recipe.Spans.Features.Lexicon }.Where(file => file.Length > 0).Concat(recipe.Distillation.Teachers).Select(file => Path.GetFullPath(Path.Combine(recipeFolder, file)));
        return Of(RecipePrinter.Print(recipe with { Name = "", Data = data with { Root = "" }, Evaluation = new() }), root, sources.Concat(beside), parents);
    }

    private static string Of(string recipe, string root, IEnumerable<string> paths, IReadOnlyList<string> parents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(recipe));
        foreach (var parent in parents) hash.AppendData(Encoding.UTF8.GetBytes(parent));
        foreach (var path in paths)
            foreach (var file in Files(Path.Combine(root, path)))
                hash.AppendData(HashOf(file, path));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

    private static byte[] HashOf(string file, string name)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return SHA256.HashData(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(name, $"cannot be read from '{Path.GetFullPath(file)}': {e.Message} Check root and the path.", e);
        }
    }
}
