using FineGrain.Analysis.Calibrating;
using FineGrain.Analysis.Reporting;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Inference;
using FineGrain.Models;
using FineGrain.Onnx;

namespace FineGrain.Cli.Pipeline;

/// <summary>Writes model folders: weights, tokenizer, ONNX graph and a manifest whose self-test vectors come from Torch and are replayed by ONNX Runtime.</summary>
internal static class Export
{
    /// <summary>Largest difference between a Torch and an ONNX logit, for logits up to 1; larger ones scale it.</summary>
    private const float Tolerance = 1e-4f;

    /// <summary>Texts that break careless encoders, beside those of the data.</summary>
    private static readonly string[] Hostile = ["", "a", "ＡＢＣ１２３ ½ é e\u0301 👩‍👩‍👧 𠮷野家\n\t!!", string.Concat(Enumerable.Repeat("long 很长 ", 400))];

    /// <summary>The manifest of a run's models, without scores, files and self-tests.</summary>
    public static ModelManifest Manifest(Preparation prepared) => new()
    {
        Name = prepared.Recipe.Name,
        Task = prepared.Recipe.Task,
        Target = prepared.Recipe.Target,
        Labels = prepared.Data.Labels.Names,
        Encoding = prepared.Encoding,
        Spans = prepared.Spans,
        Recipe = RecipePrinter.Print(prepared.Recipe),
        DataHash = prepared.Data.Hash,
    };

    /// <summary>Writes the folder of a trained model; fails when ONNX Runtime answers otherwise than Torch.</summary>
    /// <param name="model">The network.</param>
    /// <param name="prepared">Its recipe, data and tokenizer.</param>
    /// <param name="path">Where the folder shall be.</param>
    /// <param name="decisions">The manifest whose calibration, thresholds and abstention stay as they are; null fits the calibration on dev.</param>
    /// <exception cref="InputException">The place cannot be written, or the two engines disagree.</exception>
    public static void Write(TextModel model, Preparation prepared, string path, ModelManifest? decisions = null)
    {
        model.eval();
        Example[] examples = [.. Hostile.Select((text, i) => new Example { Id = $"hostile-{i}", Text = text, Aspects = [new(0, (text.Length + 1) / 2, "")] }).Where(Fits), .. (prepared.Data.Dev.Count > 0 ? prepared.Data.Dev : prepared.Data.Train).Where(Fits).Take(4)];
        var logits = DevScoring.Logits(model, prepared, examples);
        var plain = Manifest(prepared);
        var decided = decisions is null
            ? Calibrated(plain, model, prepared) with { AbstainBelow = prepared.Recipe.Evaluation.AbstainBelow }
            : plain with { Temperature = decisions.Temperature, Calibration = decisions.Calibration, Thresholds = decisions.Thresholds, AbstainBelow = decisions.AbstainBelow };
        var manifest = decided with
        {
            SelfTests = [.. examples.Select((e, i) => new SelfTest(e.Text, e.Pair, logits[i], Tolerance * Math.Max(1, logits[i].Select(Math.Abs).DefaultIfEmpty().Max()), prepared.Encoding.Aspects is null ? null : e.Asked))],
        };
        // A table over pairs of units is a number for each pair and column: long texts would make a manifest of megabytes.
        bool Fits(Example example) => prepared.Spans is not { Layer: "triplets" } || example.Text.Length <= 60;

        ModelFolder.Write(path, manifest, folder =>
        {
            model.Save(folder);
            prepared.Lexicon?.Save(Path.Combine(folder, ModelFolder.LexiconFile));
            prepared.Tokenizer.Save(Path.Combine(folder, ModelFolder.TokenizerFile));
            var graph = new GraphBuilder();
            model.Emit(graph);
            graph.Remark(ModelFolder.LabelsRemark, ModelFolder.Remark(plain.Labels));
            graph.Save(Path.Combine(folder, ModelFolder.OnnxFile));
        });
    }

    /// <summary>The manifest with a calibration fitted on dev, where the target has probabilities and there is a dev split.</summary>
    private static ModelManifest Calibrated(ModelManifest manifest, TextModel model, Preparation prepared)
    {
        Example[] dev = manifest.Target is "label" or "labels" ? [.. prepared.Data.Dev.Where(e => manifest.Target == "labels" || e.Labels.Count == 1)] : [];
        if (dev.Length == 0) return manifest;
        var fit = CalibrationFit.Of(new(manifest.Target, prepared.Data.Labels, DevScoring.Logits(model, prepared, dev), [.. dev.Select(e => e.Labels)]), prepared.Recipe.Evaluation.Calibration);
        return manifest with { Temperature = fit.Temperature, Calibration = fit.Manifest };
    }

    /// <summary>The model of the best seed, not scored, as the run's own model folder; the seed.</summary>
    public static int Publish(Preparation prepared, RunFolder folder)
    {
        var best = BestSeed.Of(prepared, folder);
        Publish(folder.Final(prepared.Recipe.Training.Refit).SeedModel(best), folder.Model, [], manifest => RunReport.Card(manifest, prepared, []));
        return best;
    }

    /// <summary>The chosen model with its scores and card, as the run's own model folder.</summary>
    public static void Publish(string seedModel, string path, IReadOnlyList<Score> scores, Func<ModelManifest, ModelCardData> card)
    {
        var chosen = ModelFolder.Open(seedModel);
        var manifest = chosen.Manifest with { Scores = scores };
        ModelFolder.Write(path, manifest, folder =>
        {
            foreach (var file in chosen.Manifest.Files.Keys) File.Copy(chosen.PathOf(file), Path.Combine(folder, file));
            ModelCard.Write(Path.Combine(folder, "MODEL_CARD.md"), card(manifest));
        });
    }
}
