using FineGrain.Analysis.Explaining;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Inference;
using FineGrain.Models;
using FineGrain.Models.Explaining;
using FineGrain.Models.Families;
using static TorchSharp.torch;

namespace FineGrain.Cli.Explaining;

/// <summary>Explains the answers of a model folder: occlusion on the network that is deployed, gradients and attention on the same weights in libtorch.</summary>
internal sealed class Explainer(string folder, CancellationToken stop) : IDisposable
{
    /// <summary>Every method, the default first.</summary>
    public static readonly IReadOnlyList<string> Methods = ["integrated", "occlusion", "gradient", "attention"];

    private const int RandomOrders = 5;
    private readonly Predictor predictor = Predictor.Open(folder, new() { AbstainBelow = 0 });
    private TextModel? network;
    private GradientAttribution? gradients;

    /// <summary>What the model is.</summary>
    public ModelManifest Manifest => predictor.Manifest;

    /// <summary>Methods that can explain this model at all.</summary>
    public IReadOnlyList<string> Possible => Manifest.Target == "spans" ? ["occlusion"]
        : [.. Methods.Where(m => m != "attention" || HasAttention).Where(m => m is "occlusion" or "attention" || Network.EmbeddingNames.Count > 0)];

    private bool HasAttention => Network is not EnsembleModel && Network is TransformerModel or Models.HuggingFace.PretrainedModel;

    private TextModel Network => network ??= ModelFactory.Load(folder);

    /// <summary>What the model says about a text.</summary>
    public Prediction Predict(Example example) => predictor.Predict([example], stop).Single();

    /// <summary>Explains one output of a text; a text without words has no explanation.</summary>
    /// <exception cref="InputException">The method cannot explain this model.</exception>
    public Explanation Explain(Example example, ExplainedOutput output, string method)
    {
        var words = TextWords.Of(example.Text);
        var (weights, rest, completeness) = method switch
        {
            "occlusion" => (Occlusion.Of(words.Count, new Variants(predictor, example, words, output, stop).Score), 0, null),
            _ when output.Span is not null => throw new InputException("--method", $"'{method}' explains labels and numbers, not spans. Use 'occlusion' for a span."),
            _ => OfNetwork(example, output, method, words),
        };
        return new()
        {
            Id = example.Id, Text = example.Text, Method = method, Output = output.Name, Probability = output.Probability,
            Words = [.. words.Select((w, i) => new ExplainedWord(w.Start, w.End, weights[i]))], Rest = rest, Completeness = completeness,
        };
    }

    /// <summary>How faithful explanations of one text are; with the method random, the mean over some random orders.</summary>
    public Faithfulness Judge(Example example, ExplainedOutput output, string method)
    {
        var words = TextWords.Of(example.Text);
        var score = new Variants(predictor, example, words, output, stop);
        if (method != MethodTrust.Random) return Faithfulness.Of([.. Explain(example, output, method).Words.Select(w => w.Weight)], score.Score);
        // Seeded by the text's place in nothing but itself: the same text gets the same orders on every machine.
        var random = new Random(words.Count);
        var all = Enumerable.Range(0, RandomOrders).Select(_ => Faithfulness.Of([.. words.Select(_ => random.NextDouble())], score.Score)).ToList();
        return new(all.Average(f => f.Comprehensiveness), all.Average(f => f.Sufficiency), all.Average(f => f.DeletionArea), [.. Enumerable.Range(0, all[0].Curve.Count).Select(i => all.Average(f => f.Curve[i]))]);
    }

    /// <summary>The training examples whose representation lies nearest to the text's, by cosine, nearest first.</summary>
    public IReadOnlyList<(Example Example, double Similarity)> Nearest(Example example, IReadOnlyList<Example> training, int count)
    {
        var encoder = new ExampleEncoder(Data.Tokenization.Tokenizer.Load(Path.Combine(folder, ModelFolder.TokenizerFile)), Manifest.Encoding, predictor.Folder.Lexicon());
        var query = Vectors([example], encoder)[0];
        vectors ??= Vectors(training, encoder);
        return [.. vectors.Select((v, i) => (Example: training[i], Similarity: v.Zip(query, (a, b) => (double)a * b).Sum()))
            .OrderByDescending(n => n.Similarity).Take(count)];
    }

    private float[][]? vectors;

    private float[][] Vectors(IReadOnlyList<Example> examples, ExampleEncoder encoder)
    {
        var found = new float[examples.Count][];
        foreach (var batch in EvaluationBatches.Of(examples, encoder))
        {
            stop.ThrowIfCancellationRequested();
            var rows = Representations.Of(Network, batch);
            for (var r = 0; r < rows.Length; r++) found[batch.Indices[r]] = rows[r];
        }
        return found;
    }

    private (double[] Weights, double Ngrams, Completeness? Check) OfNetwork(Example example, ExplainedOutput output, string method, IReadOnlyList<(int Start, int End)> words)
    {
        var encoded = predictor.Encode(example);
        var batch = new Collator(Data.Tokenization.Tokenizer.Load(Path.Combine(folder, ModelFolder.TokenizerFile)).PaddingId).Collate([encoded], [0]);
        // Tokens of the pair stay as they are: the words that are explained are those of the text.
        bool[] outside = [.. encoded.Offsets.Zip(encoded.TypeIds, (o, type) => o.Start == o.End || example.Pair is not null && type == 1)];
        (int, int)[] tokens = [.. encoded.Offsets.Zip(outside, (o, special) => special ? (0, 0) : (o.Start, o.End))];
        if (method == "attention")
        {
            var flow = AttentionRollout.Of(Network, batch, firstToken: Network is not TransformerModel transformer || transformer.Config.Pooling == "cls");
            return (WordWeights.Of(words, tokens, flow), 0, null);
        }
        gradients ??= new(Network);
        var found = method == "gradient" ? gradients.GradientTimesInput(batch, outside, LogOdds) : gradients.Integrated(batch, outside, LogOdds);
        return (WordWeights.Of(words, tokens, found.Tokens), found.Ngrams,
            method == "gradient" ? null : new(found.Tokens.Sum() + found.Ngrams, found.Output - found.Baseline, found.Incompleteness, found.Steps));

        // ln p / (1 − p): free of the shift that logits have, and not flat where the model is sure.
        Tensor LogOdds(Tensor logits)
        {
            if (output.Label is null) return logits[.., 0];
            var label = predictor.Folder.Labels.IndexOf(output.Label);
            if (Manifest.Target == "labels") return logits[.., label];
            long[] others = [.. Enumerable.Range(0, predictor.Folder.Labels.Count).Where(k => k != label).Select(k => (long)k)];
            return logits[.., label] - logits.index_select(1, tensor(others)).logsumexp(1);
        }
    }

    public void Dispose()
    {
        predictor.Dispose();
        network?.Dispose();
    }
}
