using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Tests;

public sealed class GraphBuilderTests
{
    [Fact]
    public void Names_carry_their_scopes_and_are_unique()
    {
        var g = new GraphBuilder();
        var x = g.Input("x", OnnxType.Float, 1);
        OnnxValue a, b, c;
        using (g.Scope("layer.0"))
        {
            using (g.Scope("attention")) a = g.Add(x, x);
            b = g.Add(x, x);
            c = g.Add(x, x);
        }
        Assert.Equal(["layer.0/attention/Add", "layer.0/Add", "layer.0/Add_1", "Add"], [a.Name, b.Name, c.Name, g.Add(x, x).Name]);
    }

    [Fact]
    public void Equal_small_constants_are_shared()
    {
        var g = new GraphBuilder();
        Assert.Same(g.Integers(0, -1), g.Integers(0, -1));
        Assert.NotSame(g.Scalar(1f), g.Scalar(1L));
        Assert.Equal(3, g.Build().Initializers.Count);
    }

    [Fact]
    public void Parameters_with_the_same_name_stay_apart()
    {
        var g = new GraphBuilder();
        Assert.NotEqual(g.Constant("weight", [1f], 1).Name, g.Constant("weight", [2f], 1).Name);
    }

    [Fact]
    public void A_wrong_shape_is_refused_with_both_numbers() => Assert.Contains("has 5 elements, its dimensions [2, 3] ask for 6",
        Assert.Throws<ArgumentException>(() => new GraphBuilder().Constant("weight", new float[5], 2, 3)).Message, StringComparison.Ordinal);

    [Fact]
    public void Operators_of_another_domain_bring_its_operator_set()
    {
        var g = new GraphBuilder();
        g.Node("com.microsoft::BiasGelu", [g.Input("x", OnnxType.Float, 3), g.Constant("b", [1f, 2f, 3f], 3)]);
        var model = g.Build();
        Assert.Equal(["", "com.microsoft"], model.Proto.OpsetImports.Select(o => o.Domain));
        Assert.Equal(("BiasGelu", "com.microsoft"), (model.Nodes[0].OpType, model.Nodes[0].Domain));
    }

    [Fact]
    public void Optional_inputs_left_out_at_the_end_leave_no_trace_and_in_between_an_empty_name()
    {
        var g = new GraphBuilder();
        var x = g.Input("x", OnnxType.Float, 3);
        g.Node("Op", [x, null, x, null]);
        Assert.Equal(["x", "", "x"], g.Build().Nodes[0].Inputs);
    }
}
