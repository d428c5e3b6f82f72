using FineGrain.Models.Encoders;
using FineGrain.Models.Seeding;
using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Encoders;

public sealed class TransformerLayerTests
{
    [Theory, InlineData("post"), InlineData("pre")]
    public void A_layer_equals_TransformerEncoderLayer_of_PyTorch(string norm)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var config = TransformerConfigs.Bert with { Norm = norm };
        using var layer = new TransformerLayer(config, new Initializer(1), new DropoutStream(1), null);
        var ours = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var before = norm == "pre";
        foreach (var (name, values) in GoldenNumbers.Weights($"{norm}_norm"))
        {
            var last = name.Split('.')[^1]; // weight or bias
            switch (name)
            {
                case "self_attn.in_proj_weight" or "self_attn.in_proj_bias":
                    var parts = values.chunk(3, 0);
                    last = name.Split('_')[^1];
                    foreach (var (part, i) in new[] { "query", "key", "value" }.Select((p, i) => (p, i))) ours[$"attention.self.{part}.{last}"].copy_(parts[i]);
                    break;
                case "self_attn.out_proj.weight" or "self_attn.out_proj.bias":
                    ours[$"attention.output.dense.{last}"].copy_(values);
                    break;
                case "linear1.weight" or "linear1.bias":
                    ours[$"intermediate.dense.{last}"].copy_(values);
                    break;
                case "linear2.weight" or "linear2.bias":
                    ours[$"output.dense.{last}"].copy_(values);
                    break;
                case "norm1.weight" or "norm1.bias":
                    ours[$"{(before ? "attention" : "attention.output")}.LayerNorm.{last}"].copy_(values);
                    break;
                case "norm2.weight" or "norm2.bias":
                    ours[$"{(before ? "intermediate" : "output")}.LayerNorm.{last}"].copy_(values);
                    break;
                default:
                    Assert.Fail($"the oracle has a weight '{name}' that this test does not know");
                    break;
            }
        }
        layer.eval();
        var lengths = GoldenNumbers.At("lengths").AsArray().Select(n => (long)n!).ToArray();
        var mask = (arange(7).unsqueeze(0) < tensor(lengths).unsqueeze(1)).to(ScalarType.Int64);
        var states = layer.forward(GoldenNumbers.Tensor($"{norm}_norm", "input"), Masking.Additive(mask));
        GoldenNumbers.AssertClose(GoldenNumbers.Tensor($"{norm}_norm", "output"), states, 2e-5); // float32 sums of 12 and 20 terms, in another order
    }
}
