using FineGrain.Cli.Terminals;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;
using System.CommandLine;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain show</c>: the recipe with every default resolved and where each value comes from.</summary>
internal static class ShowVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("show", "Shows a recipe with every default resolved, where each value comes from and what it means.",
            "finegrain show recipes/reviews.yaml\nfinegrain show recipes/reviews.yaml --set model.layers=4 --plain > mine.yaml\nfinegrain show --schema > recipe.schema.json");
        var recipe = Verb.Recipe();
        recipe.Arity = ArgumentArity.ZeroOrOne;
        var set = Verb.Set();
        var plain = new Option<bool>("--plain") { Description = "Without comments." };
        var schema = new Option<bool>("--schema") { Description = "The JSON Schema of recipes instead, for editors; of pretraining recipes where one is named." };
        verb.Add(recipe);
        verb.Add(set);
        verb.Add(plain);
        verb.Add(schema);
        verb.Validators.Add(result =>
        {
            if (!result.GetValue(schema) && result.GetValue(recipe) is null) result.AddError("Name a recipe, or give --schema.");
        });
        verb.SetAction(parse =>
        {
            if (parse.GetValue(schema))
            {
                terminal.Out.Write(parse.GetValue(recipe) is { } kind && YamlRecipe.IsPretrain(kind) ? RecipeSchema.GeneratePretrain() : RecipeSchema.Generate());
                return ExitCode.Done;
            }
            var path = parse.GetRequiredValue(recipe);
            if (YamlRecipe.IsPretrain(path))
            {
                var pretrain = YamlRecipe.LoadPretrain(path, parse.GetValue(set));
                terminal.Out.Write(parse.GetValue(plain) ? RecipePrinter.Print(pretrain.Recipe) : RecipePrinter.Print(pretrain));
                return ExitCode.Done;
            }
            var bound = YamlRecipe.Load(path, parse.GetValue(set));
            terminal.Out.Write(parse.GetValue(plain) ? RecipePrinter.Print(bound.Recipe) : RecipePrinter.Print(bound));
            return ExitCode.Done;
        });
        return verb;
    }
}
