using FineGrain.Analysis;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Inference;
using FineGrain.Inference.Spans;
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
    private readonly ModelManifest manifest;
    private readonly Batch[] batches;
    private readonly EncodedExample[] encoded = [];
    private readonly EvaluationOptions options;

    public DevScoring(TextModel model, Loss loss, Preparation prepared, ModelManifest manifest)
    {
        (this.model, this.loss, examples, labels) = (model, loss, prepared.Data.Dev, prepared.Data.Labels);
        this.manifest = manifest;
        options = new() { Target = manifest.Target, Dataset = manifest.Name, Split = "dev", BootstrapSamples = 0, Hardest = 0 };
        var targets = new Targets(manifest.Target, labels, manifest.Spans);
        if (manifest.Spans is not null) encoded = [.. examples.Select(prepared.Encoder.Encode)];
        batches = [.. manifest.Spans is null ? EvaluationBatches.Of(examples, prepared.Encoder, targets) : EvaluationBatches.Of(examples, encoded, prepared.Encoder, targets)];
    }

    /// <summary>Every dev metric by name, and <c>loss</c>, the training loss on dev.</summary>
    public IReadOnlyDictionary<string, double> Score()
    {
        var predictions = new Prediction[examples.Count];
        var spans = manifest.Spans is null ? null : new SpanDecoder(manifest, model.Transitions());
        var decoder = spans is null ? new Decoder(manifest) : null;
        double sum = 0;
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            var input = ModelInput.From(batch);
            var members = model.MemberLogits(input);
            var logits = model.Combined(members);
            var target = LossTarget.From(batch);
            // Spans have no loss of a combined answer: what a crf minimises belongs to its member.
            sum += (spans is null ? loss.Of(logits, target) : model.LossOf(members, target, input, loss) / members.Count).item<float>() * batch.Rows;
            var rows = Rows(logits, batch, model);
            for (var i = 0; i < batch.Rows; i++)
            {
                var index = batch.Indices[i];
                predictions[index] = spans?.Decode(examples[index], encoded[index], rows[i]) ?? decoder!.Decode(examples[index], rows[i]);
            }
        }
        var result = Evaluation.Of(predictions.Select(p => Decoder.Annotated(p, options.Target)), labels, options).Scores.ToDictionary(s => s.Metric, s => s.Value, StringComparer.Ordinal);
        result["loss"] = sum / examples.Count;
        if (result.TryGetValue("subset-accuracy", out var all)) result.TryAdd("accuracy", all);
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
            var rows = Rows(model.Logits(ModelInput.From(batch)), batch, model);
            for (var i = 0; i < batch.Rows; i++) result[batch.Indices[i]] = rows[i];
        }
        return result;
    }

    private static float[][] Rows(Tensor logits, Batch batch, TextModel model) => LogitRows.Of(logits.contiguous().data<float>().ToArray(), batch, model.Spans?.ScoresStretches == true);
}
