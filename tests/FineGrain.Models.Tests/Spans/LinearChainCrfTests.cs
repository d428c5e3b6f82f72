using FineGrain.Core.Spans;
using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;
using FineGrain.Models.Tests.Golden;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Spans;

public sealed class LinearChainCrfTests
{
    private static readonly string[] labels = ["PER", "LOC"];

    [Theory]
    [InlineData("iob2", 1, 1)]
    [InlineData("iob2", 4, 1)]
    [InlineData("bioes", 1, 1)]
    [InlineData("bioes", 3, 1)]
    [InlineData("iob2", 4, 500)] // scores so far apart that their exponentials vanish
    public void The_loss_is_that_of_adding_up_every_sequence(string scheme, int units, double scale)
    {
        using var scope = NewDisposeScope();
        using var crf = Learned(scheme, out var tags);
        var emissions = Numbers(units, units, tags.Count) * scale;
        var x = emissions.data<float>().ToArray();
        var scores = crf.Scores().data<float>().ToArray();
        int[] gold = tags.Encode([new(0, units, 1)], units);
        double Score(IReadOnlyList<int> y) => (double)scores[(tags.Count * tags.Count) + y[0]] + scores[((tags.Count + 1) * tags.Count) + y[^1]]
            + y.Select((tag, t) => (double)x[(t * tags.Count) + tag]).Sum() + Enumerable.Range(1, y.Count - 1).Sum(t => (double)scores[(y[t - 1] * tags.Count) + y[t]]);
        double[] all = [.. Sequences(tags, units).Select(Score)];
        var most = all.Max();
        var expected = most + Math.Log(all.Sum(s => Math.Exp(s - most))) - Score(gold);

        var loss = crf.NegativeLogLikelihood(emissions.unsqueeze(0), tensor(gold.Select(g => (long)g).ToArray(), [1, units]), ones(1, units, dtype: ScalarType.Int64));

        Assert.Equal(expected, loss[0].ToSingle(), 1e-5 * Math.Max(1, expected));
    }

    [Theory]
    [InlineData("iob2", 1)]
    [InlineData("bioes", 1)]
    [InlineData("bioes", 300)]
    public void Losses_and_slopes_are_those_of_autograd(string scheme, double scale)
    {
        using var scope = NewDisposeScope();
        using var crf = Learned(scheme, out var tags);
        var emissions = (Numbers(3, 4, 7, tags.Count) * scale).requires_grad_();
        var (gold, mask) = Gold(tags, 7, 7, 4, 1, 0);
        var rowWeights = tensor(new[] { 1f, 0.5f, 3f, 2f });
        var parameters = crf.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var scores = cat([parameters["transitions"], parameters["start"].unsqueeze(0), parameters["end"].unsqueeze(0)]).detach().requires_grad_();
        var copy = emissions.detach().requires_grad_();

        var ours = crf.NegativeLogLikelihood(emissions, gold, mask);
        (ours * rowWeights).sum().backward();
        var theirs = AutogradCrf.NegativeLogLikelihood(tags, scores, copy, gold, mask);
        (theirs * rowWeights).sum().backward();

        GoldenNumbers.AssertClose(theirs, ours, 2e-5 * scale);
        GoldenNumbers.AssertClose(copy.grad!, emissions.grad!, 2e-5 * scale);
        GoldenNumbers.AssertClose(scores.grad![..tags.Count], parameters["transitions"].grad!, 2e-5 * scale);
        GoldenNumbers.AssertClose(scores.grad![tags.Count], parameters["start"].grad!, 2e-5 * scale);
        GoldenNumbers.AssertClose(scores.grad![tags.Count + 1], parameters["end"].grad!, 2e-5 * scale);
    }

    [Fact]
    public void Padding_and_rows_without_units_have_no_part()
    {
        using var scope = NewDisposeScope();
        using var crf = Learned("iob2", out var tags);
        var emissions = Numbers(5, 3, 6, tags.Count).requires_grad_();
        var (gold, mask) = Gold(tags, 6, 6, 4, 0);
        var loss = crf.NegativeLogLikelihood(emissions, gold, mask);
        loss.sum().backward();
        GoldenNumbers.AssertClose(loss[1].unsqueeze(0), crf.NegativeLogLikelihood(emissions[1, ..4].unsqueeze(0), gold[1, ..4].unsqueeze(0), mask[1, ..4].unsqueeze(0)), 1e-6);
        Assert.Equal(0, loss[2].ToSingle());
        Assert.Equal(0, emissions.grad![2].abs().sum().ToSingle());
        Assert.Equal(0, emissions.grad[1, 4..].abs().sum().ToSingle());
    }

    [Fact]
    public void A_gold_that_breaks_the_scheme_costs_much_but_a_number()
    {
        using var scope = NewDisposeScope();
        using var crf = Learned("iob2", out var tags);
        var loss = crf.NegativeLogLikelihood(Numbers(6, 1, 2, tags.Count), tensor(new long[] { 0, 2 }, [1, 2]), ones(1, 2, dtype: ScalarType.Int64));
        Assert.InRange(loss[0].ToSingle(), 9_990, 10_100);
    }

    [Fact]
    public void A_unit_without_a_tag_is_refused()
    {
        using var scope = NewDisposeScope();
        using var crf = Learned("iob2", out var tags);
        var error = Assert.Throws<ArgumentException>(() => crf.NegativeLogLikelihood(Numbers(6, 1, 2, tags.Count), tensor(new long[] { 0, -100 }, [1, 2]), ones(1, 2, dtype: ScalarType.Int64)));
        Assert.Contains("row 0, unit 1 has the tag -100", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>With shares f of the tags O and B in the data, emissions log f + log w have no slope: the answer is f w, normalised.</summary>
    [Fact]
    public void Tag_weights_multiply_the_odds_that_the_chain_learns()
    {
        using var scope = NewDisposeScope();
        var tags = new TagSet("iob2", ["PER"]);
        using var crf = new LinearChainCrf(tags, new Initializer(1));
        float[] weights = [0.5f, 3, 1];
        var best = tensor(new[] { MathF.Log(0.75f) + MathF.Log(0.5f), MathF.Log(0.25f) + MathF.Log(3), 0 }).requires_grad_();
        var emissions = best.expand(4, 1, 3);
        var loss = crf.NegativeLogLikelihood(emissions, tensor(new long[] { 0, 0, 0, 1 }, [4, 1]), ones(4, 1, dtype: ScalarType.Int64), weights);
        loss.sum().backward();
        GoldenNumbers.AssertClose(zeros(3), best.grad!, 1e-6);
        Assert.Throws<ArgumentException>(() => crf.NegativeLogLikelihood(emissions, zeros(4, 1, dtype: ScalarType.Int64), ones(4, 1, dtype: ScalarType.Int64), [1, 0, 1]));
    }

    [Fact]
    public void Scores_hold_what_was_learned_where_the_scheme_allows_also_in_onnx()
    {
        using var scope = NewDisposeScope();
        using var crf = Learned("bioes", out var tags);
        var rules = tags.Rules();
        var scores = crf.Scores();
        var learned = crf.named_parameters().ToDictionary(p => p.name, p => p.parameter.data<float>().ToArray());
        float[] flat = [.. learned["transitions"], .. learned["start"], .. learned["end"]];
        Assert.Equal(flat.Select((v, i) => rules[i] == 0 ? v : -1e4f), scores.data<float>().ToArray());

        var graph = new GraphBuilder();
        graph.Output("transitions", crf.Emit(new GraphEmitter(graph, crf)), OnnxType.Float, tags.Count + 2, tags.Count);
        using var stream = new MemoryStream();
        graph.Save(stream);
        using var session = new InferenceSession(stream.ToArray());
        using var results = session.Run([]);
        Assert.Equal(scores.data<float>().ToArray(), results[0].AsTensor<float>().ToArray());
    }

    [Fact]
    public void A_loss_leaves_no_tensor_behind()
    {
        using var crf = Learned("iob2", out var tags);
        using var emissions = Numbers(7, 2, 5, tags.Count);
        var (gold, mask) = Gold(tags, 5, 5, 3);
        LiveTensors.AssertNoLeak(() =>
        {
            crf.NegativeLogLikelihood(emissions, gold, mask).Dispose();
            crf.Scores().Dispose();
        });
        gold.Dispose();
        mask.Dispose();
    }

    /// <summary>Numbers in [−2, 2] without a pattern, the same on every machine.</summary>
    private static Tensor Numbers(int seed, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return (((arange(shape.Aggregate(1L, (a, b) => a * b), dtype: ScalarType.Float32) + 37 * seed) * 12.9898).sin().view(shape) * 2).MoveToOuterDisposeScope();
    }

    private static LinearChainCrf Learned(string scheme, out TagSet tags)
    {
        tags = new(scheme, labels);
        var crf = new LinearChainCrf(tags, new Initializer(1));
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var seed = 11;
        foreach (var (_, parameter) in crf.named_parameters()) parameter.copy_(Numbers(seed++, parameter.shape));
        return crf;
    }

    /// <summary>Gold with a span of each label where a row is long enough, and its mask.</summary>
    private static (Tensor Tags, Tensor Mask) Gold(TagSet tags, int units, params int[] lengths)
    {
        var gold = new long[lengths.Length * units];
        var mask = new long[gold.Length];
        Array.Fill(gold, -100);
        for (var row = 0; row < lengths.Length; row++)
        {
            UnitSpan[] spans = lengths[row] >= 4 ? [new(1, 3, 1), new(3, lengths[row], 0)] : lengths[row] > 0 ? [new(0, 1, row % 2)] : [];
            var encoded = tags.Encode(spans, lengths[row]);
            for (var u = 0; u < encoded.Length; u++) (gold[(row * units) + u], mask[(row * units) + u]) = (encoded[u], 1);
        }
        return (tensor(gold, [lengths.Length, units]), tensor(mask, [lengths.Length, units]));
    }

    /// <summary>All sequences that the scheme allows.</summary>
    private static IEnumerable<int[]> Sequences(TagSet tags, int units)
    {
        IEnumerable<int[]> from = Enumerable.Range(0, tags.Count).Where(tags.MayStart).Select(k => new[] { k });
        for (var t = 1; t < units; t++) from = [.. from.SelectMany(y => Enumerable.Range(0, tags.Count).Where(k => tags.MayFollow(y[^1], k)).Select(k => (int[])[.. y, k]))];
        return from.Where(y => tags.MayEnd(y[^1]));
    }
}
