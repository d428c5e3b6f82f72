using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain train</c>: from the recipe to the model folder, without scoring it.</summary>
internal static class TrainVerb
{
    public static Verb Create(Terminal terminal) => RunVerb.Create(terminal, "train", "Prepares, trains and exports; leaves scoring to evaluate.",
        "finegrain train recipes/reviews.yaml --out out/reviews\nfinegrain train recipes/reviews.yaml --resume", (prepared, folder, display, _) =>
        {
            var best = BestSeed.Of(prepared, folder);
            Export.Publish(folder.Final(prepared.Recipe.Training.Refit).SeedModel(best), folder.Model, [], manifest => RunReport.Card(manifest, prepared, []));
            display.Say($"model   {folder.Model}  (seed {best})");
        });
}
