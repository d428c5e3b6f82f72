using FineGrain.Core.Spans;
using FineGrain.Models.Emission;
using FineGrain.Models.Losses;
using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;
using FineGrain.Models.Tests.Golden;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Spans;

public sealed class BiaffineTests
{
    private const int Inputs = 6, Width = 4, Labels = 2;

    /// <summary>Each cell in loops, from the weights.</summary>
    [Fact]
    public void A_score_is_the_equation_of_the_paper()
    {
        using var scope = NewDisposeScope();
        using var head = Head();
        var states = Numbers(1, 2, 3, Inputs);
        var p = head.named_parameters().ToDictionary(x => x.name, x => x.parameter);
        float[] Vector(string name, int row, int unit) => (p[name + ".weight"].matmul(states[row, unit]) + p[name + ".bias"]).relu().data<float>().ToArray();
        var (product, startScore, endScore) = (p["product.weight"].view(Labels + 1, Width, Width), p["start_score.weight"], p["end_score.weight"]);
        var scores = head.forward(states);
        Assert.Equal([2, 3, 3, Labels + 1], scores.shape);
        for (var row = 0; row < 2; row++)
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 3; j++)
                {
                    var (s, e) = (Vector("start", row, i), Vector("end", row, j));
                    for (var c = 0; c <= Labels; c++)
                    {
                        double expected = p["start_score.bias"][c].ToSingle();
                        for (var d = 0; d < Width; d++)
                        {
                            expected += (startScore[c, d].ToSingle() * s[d]) + (endScore[c, d].ToSingle() * e[d]);
                            for (var f = 0; f < Width; f++) expected += product[c, f, d].ToSingle() * s[d] * e[f];
                        }
                        Assert.Equal(expected, scores[row, i, j, c].ToSingle(), 1e-4);
                    }
                }
    }

    [Fact]
    public void The_loss_adds_up_the_cells_of_real_units_and_no_others()
    {
        using var scope = NewDisposeScope();
        var scores = Numbers(2, 3, 4, 4, Labels + 1).requires_grad_();
        int[] lengths = [4, 2, 0];
        var cells = new long[3 * 16];
        Array.Fill(cells, 77); // nobody may read what stands outside
        UnitSpan[][] spans = [[new(0, 4, 1), new(1, 3, 0), new(2, 3, 1)], [new(0, 2, 0)], []];
        double[] expected = [0, 0, 0];
        for (var row = 0; row < 3; row++)
        {
            var n = lengths[row];
            var grid = SpanGrid.Encode(spans[row], n);
            for (var i = 0; i < n; i++)
                for (var j = i; j < n; j++)
                {
                    cells[(row * 16) + (i * 4) + j] = grid[(i * n) + j];
                    float[] z = scores[row, i, j].data<float>().ToArray();
                    expected[row] += Math.Log(z.Sum(v => Math.Exp(v))) - z[grid[(i * n) + j]];
                }
        }
        var mask = tensor(lengths.SelectMany(n => Enumerable.Range(0, 4).Select(u => u < n ? 1L : 0L)).ToArray(), [3, 4]);

        var loss = Biaffine.Loss(scores, tensor(cells, [3, 4, 4]), mask);
        loss.sum().backward();

        GoldenNumbers.AssertClose(tensor(expected.Select(e => (float)e).ToArray()), loss, 1e-5);
        Assert.Equal(0, scores.grad![2].abs().sum().ToSingle());
        Assert.Equal(0, scores.grad[1, 2..].abs().sum().ToSingle());
        Assert.Equal(0, scores.grad[0, 3, 1].abs().sum().ToSingle()); // the end before the start
    }

    [Fact]
    public void Every_parameter_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var head = Head();
        var scores = head.forward(Numbers(3, 2, 5, Inputs));
        Biaffine.Loss(scores, (arange(50).view(2, 5, 5) % 3).to(ScalarType.Int64), ones(2, 5, dtype: ScalarType.Int64), new TokenLoss(new FocalLoss(2, [0.5f, 1, 2]))).sum().backward();
        foreach (var (name, values) in head.named_parameters()) Assert.True(values.grad is not null && values.grad.abs().sum().ToSingle() > 0, $"the gradient of {name} is 0");
    }

    [Fact]
    public void Onnx_answers_as_torch()
    {
        using var scope = NewDisposeScope();
        using var head = Head();
        head.eval();
        var graph = new GraphBuilder();
        var emitter = new GraphEmitter(graph, head);
        graph.Output("logits", head.Emit(emitter, graph.Input("states", OnnxType.Float, "batch", "units", Inputs)), OnnxType.Float, "batch", "units", "units", Labels + 1);
        using var stream = new MemoryStream();
        graph.Save(stream);
        using var session = new InferenceSession(stream.ToArray());
        foreach (var (rows, units) in new[] { (3, 7), (1, 1), (2, 4) })
        {
            var states = Numbers(4, rows, units, Inputs);
            using var results = session.Run([NamedOnnxValue.CreateFromTensor("states", new DenseTensor<float>(states.data<float>().ToArray(), [rows, units, Inputs]))]);
            GoldenNumbers.AssertClose(head.forward(states), tensor(results[0].AsTensor<float>().ToArray(), [rows, units, units, Labels + 1]), 1e-5);
        }
    }

    [Fact]
    public void Dropout_follows_the_stream_and_ends_with_training()
    {
        using var scope = NewDisposeScope();
        var random = new DropoutStream(5);
        using var head = new Biaffine(Inputs, Width, Labels, 0.5, new Initializer(5), random);
        var states = Numbers(4, 2, 3, Inputs);
        random.Step = 3;
        var first = head.forward(states);
        random.Step = 4;
        var second = head.forward(states);
        random.Step = 3;
        GoldenNumbers.AssertClose(first, head.forward(states), 0);
        Assert.True((first - second).abs().sum().ToSingle() > 0);
        head.eval();
        GoldenNumbers.AssertClose(head.forward(states), head.forward(states), 0);
    }

    [Fact]
    public void A_pass_leaves_no_tensor_behind()
    {
        using var head = Head();
        using var states = Numbers(6, 2, 3, Inputs);
        using var cells = zeros(2, 3, 3, dtype: ScalarType.Int64);
        using var mask = ones(2, 3, dtype: ScalarType.Int64);
        void Pass()
        {
            using var scores = head.forward(states);
            Biaffine.Loss(scores, cells, mask).Dispose();
        }
        Pass();
        GC.Collect(); // what earlier tests left to the finalizer
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var pass = 0; pass < 5; pass++) Pass();
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static Biaffine Head() => new(Inputs, Width, Labels, 0, new Initializer(3), new DropoutStream(3));

    /// <summary>Numbers in [−2, 2] without a pattern, the same on every machine.</summary>
    private static Tensor Numbers(int seed, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return (((arange(shape.Aggregate(1L, (a, b) => a * b), dtype: ScalarType.Float32) + 37 * seed) * 12.9898).sin().view(shape) * 2).MoveToOuterDisposeScope();
    }
}
