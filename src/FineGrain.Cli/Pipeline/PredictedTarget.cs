using System.CommandLine;
using FineGrain.Core;

namespace FineGrain.Cli.Pipeline;

/// <summary>What predictions in a file are of: as the user says, or as the first of them shows.</summary>
internal static class PredictedTarget
{
    /// <summary>The option of verbs that read predictions.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--target") { Description = "For predictions: what was predicted; by default as the first one shows (labels and categories must be said). A model folder knows.", HelpName = "label|labels|number|spans|triplets|categories" };
        option.AcceptOnlyFromAmong("label", "labels", "number", "spans", "triplets", "categories");
        return option;
    }

    /// <summary>The target.</summary>
    public static string Of(IReadOnlyList<Prediction> predictions, string? said) => said ?? (predictions.Count == 0 ? "label" : predictions[0] switch
    {
        { Triplets: not null } => "triplets",
        { Spans: not null, Labels.Count: 0 } => "spans", // a judged aspect has a label beside its span
        { Number: not null } => "number",
        _ => "label",
    });
}
