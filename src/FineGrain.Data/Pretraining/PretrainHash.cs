using System.Security.Cryptography;
using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Pretraining;

/// <summary>The fingerprint of all that decides a pretraining: its recipe and the bytes of its files.</summary>
public static class PretrainHash
{
    /// <summary>SHA-256, hex, over the recipe (its name and folder aside) and every file, held-out ones included; nothing is parsed, so it costs a fraction of a second.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="recipeFolder">Folder of the recipe file.</param>
    /// <param name="parents">Fingerprints of other pretrainings that it starts from.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static string Of(PretrainRecipe recipe, string recipeFolder, params IReadOnlyList<string> parents)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var root = DataFolder.Resolve(recipe.Root, recipeFolder);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(RecipePrinter.Print(recipe with { Name = "", Root = "" })));
        foreach (var parent in parents) hash.AppendData(Encoding.UTF8.GetBytes(parent));
        foreach (var source in recipe.Sources.Concat(recipe.HeldOut))
            foreach (var file in Files(Path.Combine(root, source.Path)))
                hash.AppendData(HashOf(file, source.Path));
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
