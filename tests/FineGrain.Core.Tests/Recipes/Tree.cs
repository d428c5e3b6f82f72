using System.Globalization;
using FineGrain.Core.Recipes;

namespace FineGrain.Core.Tests.Recipes;

/// <summary>Builds recipe trees in tests; the entry's number is its line.</summary>
internal static class Tree
{
    public static RecipeMap Map(params (string Key, object Value)[] entries) =>
        new([.. entries.Select((e, i) => new RecipeEntry(e.Key, new RecipeMark("r.yaml", i + 1, 1), Node(e.Value, i + 1)))], new RecipeMark("r.yaml", 1, 1));

    public static RecipeMap Smallest(params (string Key, object Value)[] more) =>
        Map([("name", "tiny"), ("data", Map(("train", new object[] { Map(("path", "a.csv")) }))), ("model", Map(("family", "cnn"))), .. more]);

    public static RecipeNode Node(object value, int line) => value switch
    {
        RecipeNode node => node,
        object[] items => new RecipeList([.. items.Select(i => Node(i, line))], new RecipeMark("r.yaml", line, 5)),
        _ => new RecipeScalar(Convert.ToString(value, CultureInfo.InvariantCulture)!, false, new RecipeMark("r.yaml", line, 5)),
    };
}
