using FineGrain.Analysis;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Inference;
using FineGrain.Models;
using FineGrain.Models.Losses;
using static TorchSharp.torch;

namespace FineGrain.Cli.Pipeline;

/// <summary>Scores the network on dev while it trains, with the decoder that serving uses.</summary>
internal sealed class DevScoring
{
    private readonly TextModel model;
    private readonly Loss loss;
    private readonly IReadOnlyList<Example> examples;
    private readonly LabelSet labels;
    private readonly Decoder decoder;
    private readonly Batch[] batches;
    private readonly EvaluationOptions options;

    public DevScoring(TextModel model, Loss loss, Preparation prepared, ModelManifest manifest)
    {
        (this.model, this.loss, examples, labels) = (model, loss, prepared.Data.Dev, prepared.Data.Labels);
        decoder = new(manifest);
        options = new() { Target = manifest.Target, Dataset = manifest.Name, Split = "dev", BootstrapSamples = 0, Hardest = 0 };
        batches = [.. EvaluationBatches.Of(examples, prepared.Encoder, new Targets(manifest.Target, labels))];
    }

    /// <summary>Every dev metric by name, and <c>loss</c>, the training loss on dev.</summary>
    public IReadOnlyDictionary<string, double> Score()
    {
        var predictions = new Prediction[examples.Count];
        double sum = 0;
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            var logits = model.Logits(ModelInput.From(batch));
            sum += loss.Of(logits, LossTarget.From(batch)).item<float>() * batch.Rows;
            var rows = Rows(logits, batch.Rows);
            for (var i = 0; i < batch.Rows; i++) predictions[batch.Indices[i]] = decoder.Decode(examples[batch.Indices[i]], rows[i]);
        }
        var result = Evaluation.Of(predictions.Select(p => Decoder.Annotated(p, options.Target)), labels, options).Scores.ToDictionary(s => s.Metric, s => s.Value, StringComparer.Ordinal);
        result["loss"] = sum / examples.Count;
        if (result.TryGetValue("subset-accuracy", out var all)) result["accuracy"] = all;
        return result;
    }

    /// <summary>Logits of any examples from the network as it stands, in their order, without gradients; evaluation mode is the caller's.</summary>
    public static float[][] Logits(TextModel model, Preparation prepared, IReadOnlyList<Example> examples)
    {
        using var still = no_grad();
        var result = new float[examples.Count][];
        foreach (var batch in EvaluationBatches.Of(examples, prepared.Encoder))
        {
            using var scope = NewDisposeScope();
            var rows = Rows(model.Logits(ModelInput.From(batch)), batch.Rows);
            for (var i = 0; i < batch.Rows; i++) result[batch.Indices[i]] = rows[i];
        }
        return result;
    }

    private static float[][] Rows(Tensor logits, int rows) => [.. logits.data<float>().ToArray().Chunk((int)(logits.numel() / rows))];
}
