using FineGrain.Analysis.Explaining;
using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;
using FineGrain.Inference;
using FineGrain.Models;
using FineGrain.Models.Explaining;

namespace FineGrain.Cli.Explaining;

/// <summary>Explains the answers of a model folder: occlusion on the network that is deployed, gradients and attention on the same weights in libtorch.</summary>
internal sealed class Explainer(string folder, CancellationToken stop) : IDisposable
{
    /// <summary>Every method, the default first.</summary>
    public static readonly IReadOnlyList<string> Methods = ["integrated", "occlusion", "gradient", "attention"];

    private const int RandomOrders = 5;
    private readonly Predictor predictor = Predictor.Open(folder, new() { AbstainBelow = 0 });
    private TextModel? network;
    private ExampleEncoder? encoder;
    private GradientAttribution? gradients;
    private NearestTraining? nearest;

    /// <summary>What the model is.</summary>
    public ModelManifest Manifest => predictor.Manifest;

    /// <summary>Methods that can explain this model at all.</summary>
    public IReadOnlyList<string> Possible => Manifest.Target == "triplets" ? ["occlusion"]
        : [.. Methods.Where(m => m != "attention" || AttentionRollout.Reads(Network)).Where(m => m is "occlusion" or "attention" || Network.EmbeddingNames.Count > 0)];

    private TextModel Network => network ??= ModelFactory.Load(folder);

    private ExampleEncoder Encoder => encoder ??= new(Tokenizer.Load(Path.Combine(folder, ModelFolder.TokenizerFile)), Manifest.Encoding, predictor.Folder.Lexicon());

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
            _ when output.Triplet is not null => throw new InputException("--method", $"'{method}' explains labels, numbers and spans, not triplets. Use 'occlusion' for a triplet."),
            _ => OfNetwork(example, output, method, words),
        };
        return new()
        {
            Id = example.Id, Text = example.Text, Method = method, Output = output.Name, Probability = output.Probability,
            Aspect = Manifest.Encoding.Aspects is null ? null : example.Asked?.Slice(example.Text),
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

    /// <summary>The training examples, for a span the training spans, whose representation lies nearest, the nearest first.</summary>
    /// <param name="example">The text.</param>
    /// <param name="output">What was said about it.</param>
    /// <param name="training">The training examples, the same list in every call.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<Neighbour> Nearest(Example example, ExplainedOutput output, IReadOnlyList<Example> training, int count)
    {
        nearest ??= new(Network, Encoder, training, Manifest.Target == "spans" ? Manifest.Spans!.Layer : null, stop);
        return nearest.Of(example, output.Span is { } span ? UnitsOf(span, predictor.Encode(example)) : null, count);
    }

    private (double[] Weights, double Ngrams, Completeness? Check) OfNetwork(Example example, ExplainedOutput output, string method, IReadOnlyList<(int Start, int End)> words)
    {
        var encoded = predictor.Encode(example);
        var batch = Collator.For(Encoder).Collate([encoded], [0]);
        // Tokens of the pair stay as they are: the words that are explained are those of the text. An aspect may enter as a pair.
        var paired = example.Pair is not null || Manifest.Encoding.Aspects is { Encoding: "pair" };
        bool[] outside = [.. encoded.Offsets.Zip(encoded.TypeIds, (o, type) => o.Start == o.End || paired && type == 1)];
        (int, int)[] tokens = [.. encoded.Offsets.Zip(outside, (o, special) => special ? (0, 0) : (o.Start, o.End))];
        UnitSpan? units = output.Span is { } span ? UnitsOf(span, encoded) : null;
        if (method == "attention")
        {
            int[]? readers = units is { } u ? [.. encoded.TokenUnits.Index().Where(t => t.Item >= u.Start && t.Item < u.End).Select(t => t.Index)] : null;
            return (WordWeights.Of(words, tokens, AttentionRollout.Of(Network, batch, readers)), 0, null);
        }
        gradients ??= new(Network);
        var explained = units is { } place ? SpanLogOdds.Of(Network.Spans!, place) : LabelLogOdds.Of(Manifest.Target, Manifest.Labels, output.Label);
        var found = method == "gradient" ? gradients.GradientTimesInput(batch, outside, explained) : gradients.Integrated(batch, outside, explained);
        return (WordWeights.Of(words, tokens, found.Tokens), found.Ngrams,
            method == "gradient" ? null : new(found.Tokens.Sum() + found.Ngrams, found.Output - found.Baseline, found.Incompleteness, found.Steps));
    }

    /// <summary>The units of a predicted span.</summary>
    /// <exception cref="InputException">It lies in a window that is not the first, which gradients do not see.</exception>
    private UnitSpan UnitsOf(ScoredSpan span, EncodedExample encoded)
    {
        var (first, last) = (Array.FindIndex(encoded.Units, u => u.Start == span.Start), Array.FindLastIndex(encoded.Units, u => u.End == span.End));
        return first >= 0 && last >= first
            ? new(first, last + 1, predictor.Folder.Labels.IndexOf(span.Label))
            : throw new InputException("--method", $"the span {span.Label}[{span.Start}, {span.End}) lies beyond the first {Manifest.Encoding.MaxLength} tokens, which is what this method sees of a text. Use 'occlusion', or a shorter part of the text.");
    }

    public void Dispose()
    {
        predictor.Dispose();
        network?.Dispose();
    }
}
