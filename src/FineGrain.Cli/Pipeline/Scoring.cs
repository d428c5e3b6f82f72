using FineGrain.Analysis;
using FineGrain.Analysis.Metrics.Spans;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Pipeline;

/// <summary>Answers the splits with a model folder, through ONNX Runtime as users will, and scores the answers.</summary>
internal static class Scoring
{
    /// <summary>Writes predictions-SPLIT.jsonl of each split that the recipe names and evaluates them; test and dev also without leaked rows where there are any.</summary>
    public static IReadOnlyList<EvaluationResult> Run(Preparation prepared, RunFolder folder, int seed, CancellationToken stop)
    {
        using var chosen = Open(folder);
        using var final = prepared.Recipe.Training.Refit ? Open(folder.Refit) : null;
        var results = new List<EvaluationResult>();
        var spans = prepared.Recipe.Target == "spans";
        var (seen, seenByFinal) = (spans ? TrainingSpans.Of(prepared.Data.Train) : null, spans && final is not null ? TrainingSpans.Of(prepared.Data.Train.Concat(prepared.Data.Dev)) : null);
        foreach (var split in prepared.Recipe.Evaluation.Splits)
        {
            var (predictor, training) = split == "dev" || final is null ? (chosen, seen) : (final, seenByFinal); // a refit has learnt dev
            var predictions = predictor.Predict(Preparation.Split(prepared.Data, split), stop).Select(p => Decoder.Annotated(p, prepared.Recipe.Target)).ToList();
            PredictionFile.Write(folder.SeedPredictions(seed, split), predictions);
            var raw = Raw(predictor, prepared, split, stop);
            results.Add(Evaluation.Of(predictions, prepared.Data.Labels, Options(prepared, split, seed, training)).WithUncalibrated(raw));
            var leaked = split switch { "test" => prepared.Data.LeakedTestIds, "dev" => prepared.Data.LeakedDevIds, _ => new HashSet<string>() };
            if (leaked.Count > 0 && leaked.Count < predictions.Count)
                results.Add(Evaluation.Of(predictions.Where(p => !leaked.Contains(p.Id)), prepared.Data.Labels, Options(prepared, $"{split}-clean", seed, training))
                    .WithUncalibrated(raw?.Where(p => !leaked.Contains(p.Id)).ToList()));
        }
        return results;

        Predictor Open(RunFolder models) => Predictor.Open(models.SeedModel(seed), new() { Spinning = false, AbstainBelow = 0 });
    }

    /// <summary>The same answers as the network gave them, to show what calibration changed; null where nothing was calibrated.</summary>
    private static List<Prediction>? Raw(Predictor predictor, Preparation prepared, string split, CancellationToken stop)
    {
        if (predictor.Manifest is not { Task: "classify" or "aspects", Target: "label", Calibration: { Method: not "none" } } manifest) return null;
        var plain = new Decoder(manifest with { Temperature = 1, Calibration = null }, abstainBelow: 0);
        var examples = Preparation.Split(prepared.Data, split);
        var logits = predictor.Logits([.. examples.Select(predictor.Encode)], stop);
        return [.. examples.Select((e, i) => plain.Decode(e, logits[i]))];
    }

    private static EvaluationOptions Options(Preparation prepared, string split, int seed, TrainingSpans? training) => new()
    {
        Task = prepared.Recipe.Task,
        Target = prepared.Recipe.Target,
        Dataset = prepared.Recipe.Name,
        Split = split,
        Seed = seed,
        Training = training,
        BootstrapSamples = prepared.Recipe.Evaluation.BootstrapSamples,
        Hardest = prepared.Recipe.Evaluation.Hardest,
    };
}
