using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;
using FineGrain.Inference.Sessions;
using FineGrain.Onnx;

namespace FineGrain.Inference.Quantizing;

/// <summary>Opens networks that are in no folder yet, with the tokenizer and manifest of one.</summary>
internal sealed class TrialNetwork(ModelFolder folder)
{
    // Other work may share the cores: spinning threads would only get in its way.
    private static readonly PredictorOptions Options = new() { Spinning = false, Verification = Verification.None };
    private readonly ExampleEncoder encoder = new(Tokenizer.Load(folder.FolderPath), folder.Manifest.Encoding, folder.Lexicon());

    /// <summary>A predictor on a network in memory; the caller disposes it.</summary>
    public Predictor Open(OnnxModel network, GraphOptimization optimization = GraphOptimization.All)
    {
        var options = Options with { Optimization = optimization };
        return new(folder, new(Bytes(network), "quantized network", options), encoder, options);
    }

    /// <summary>The batches that examples make, as prediction has them.</summary>
    public IEnumerable<Batch> Batches(IReadOnlyList<Example> examples)
    {
        EncodedExample[] encoded = [.. examples.Select(encoder.Encode)];
        var collator = Collator.For(encoder);
        return BatchPlan.Sorted([.. encoded.Select(e => e.Ids.Length)], int.MaxValue, Options.TokenBudget).Select(rows => collator.Collate([.. rows.Select(r => encoded[r])], rows));
    }

    /// <summary>A session that is asked for other outputs than logits.</summary>
    public static OnnxSession Session(OnnxModel network) => new(Bytes(network), "observed network", Options);

    /// <summary>The bytes of the ONNX file.</summary>
    public static byte[] Bytes(OnnxModel network)
    {
        using var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }
}
