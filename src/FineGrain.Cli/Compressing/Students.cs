using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;

namespace FineGrain.Cli.Compressing;

/// <summary>Networks that learn well from larger ones, from the quickest to the strongest; sizes are for a word or subword vocabulary.</summary>
internal static class Students
{
    /// <summary>The students by name.</summary>
    public static readonly IReadOnlyDictionary<string, ModelRecipe> Named = new OrderedDictionary<string, ModelRecipe>
    {
        ["mlp"] = new MlpRecipe { Width = 96, Hidden = [96], TokenDropout = 0.1, HeadDropout = 0.2 },
        ["cnn-small"] = new CnnRecipe { Width = 48, Windows = [1, 2, 3], Filters = 32, TokenDropout = 0.1, HeadDropout = 0.2 },
        ["cnn"] = new CnnRecipe { Width = 64, Windows = [1, 2, 3], Filters = 64, TokenDropout = 0.1, HeadDropout = 0.3 },
        ["rnn"] = new RnnRecipe { Cell = "gru", Width = 64, Hidden = 48, TokenDropout = 0.1, HeadDropout = 0.2 },
        ["transformer"] = new TransformerRecipe { Width = 96, Layers = 2, Heads = 3, Inner = 192, TokenDropout = 0.1 },
    };

    /// <summary>A student by name, or the model section of a recipe file.</summary>
    /// <exception cref="InputException">Neither.</exception>
    public static ModelRecipe Of(string name)
    {
        if (Named.TryGetValue(name, out var known)) return known;
        if (File.Exists(name)) return YamlRecipe.Load(name).Recipe.Model;
        throw new InputException("--student", $"'{name}' is no student and no recipe file. {Nearest.Hint(name, [.. Named.Keys])} Or name a recipe, whose model section is taken.");
    }
}
