using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain train</c>: from the recipe to the model folder, without scoring it.</summary>
internal static class TrainVerb
{
    public static Verb Create(Terminal terminal) => RunVerb.Create(terminal, "train", "Prepares, trains and exports; leaves scoring to evaluate.",
        "finegrain train recipes/reviews.yaml --out out/reviews\nfinegrain train recipes/reviews.yaml --resume", (prepared, folder, display, _) => display.Say($"model   {folder.Model}  (seed {Export.Publish(prepared, folder)})"));
}
