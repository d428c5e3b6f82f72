using FineGrain.Analysis;
using FineGrain.Inference;

namespace FineGrain.Cli.Pipeline;

/// <summary>Answers the splits with a model folder, through ONNX Runtime as users will, and scores the answers.</summary>
internal static class Scoring
{
    /// <summary>Writes predictions-SPLIT.jsonl of each split that the recipe names and evaluates them; test and dev also without leaked rows where there are any.</summary>
    public static IReadOnlyList<EvaluationResult> Run(Preparation prepared, RunFolder folder, int seed, CancellationToken stop)
    {
        using var predictor = Predictor.Open(folder.SeedModel(seed), new() { Spinning = false });
        var results = new List<EvaluationResult>();
        foreach (var split in prepared.Recipe.Evaluation.Splits)
        {
            var predictions = predictor.Predict(Preparation.Split(prepared.Data, split), stop).Select(p => Decoder.Annotated(p, prepared.Recipe.Target)).ToList();
            PredictionFile.Write(folder.SeedPredictions(seed, split), predictions);
            results.Add(Evaluation.Of(predictions, prepared.Data.Labels, Options(prepared, split, seed)));
            var leaked = split switch { "test" => prepared.Data.LeakedTestIds, "dev" => prepared.Data.LeakedDevIds, _ => new HashSet<string>() };
            if (leaked.Count > 0 && leaked.Count < predictions.Count)
                results.Add(Evaluation.Of(predictions.Where(p => !leaked.Contains(p.Id)), prepared.Data.Labels, Options(prepared, $"{split}-clean", seed)));
        }
        return results;
    }

    private static EvaluationOptions Options(Preparation prepared, string split, int seed) => new()
    {
        Task = prepared.Recipe.Task,
        Target = prepared.Recipe.Target,
        Dataset = prepared.Recipe.Name,
        Split = split,
        Seed = seed,
        BootstrapSamples = prepared.Recipe.Evaluation.BootstrapSamples,
        Hardest = prepared.Recipe.Evaluation.Hardest,
    };
}
