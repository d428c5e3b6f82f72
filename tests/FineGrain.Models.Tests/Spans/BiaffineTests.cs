using FineGrain.Models.Emission;
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
    public void Every_parameter_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var head = Head();
        head.forward(Numbers(3, 2, 5, Inputs)).pow(2).sum().backward();
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
        using var head = new Biaffine(Inputs, Width, Labels + 1, 0.5, new Initializer(5), random);
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
        LiveTensors.AssertNoLeak(() => head.forward(states).Dispose());
    }

    private static Biaffine Head() => new(Inputs, Width, Labels + 1, 0, new Initializer(3), new DropoutStream(3));

    /// <summary>Numbers in [−2, 2] without a pattern, the same on every machine.</summary>
    private static Tensor Numbers(int seed, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return (((arange(shape.Aggregate(1L, (a, b) => a * b), dtype: ScalarType.Float32) + 37 * seed) * 12.9898).sin().view(shape) * 2).MoveToOuterDisposeScope();
    }
}
