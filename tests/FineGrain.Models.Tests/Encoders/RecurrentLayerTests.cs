using FineGrain.Models.Encoders;
using FineGrain.Models.Seeding;
using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Encoders;

public sealed class RecurrentLayerTests
{
    [Theory, InlineData("lstm"), InlineData("gru")]
    public void A_layer_equals_that_of_PyTorch_on_packed_rows(string cell)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var layer = new RecurrentLayer(cell, inputs: 5, hidden: 4, new Initializer(1));
        var ours = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var (name, values) in GoldenNumbers.Weights(cell)) ours[$"{cell}.{name}"].copy_(values);
        var lengths = tensor([.. GoldenNumbers.At("lengths").AsArray().Select(n => (long)n!)]);
        GoldenNumbers.AssertClose(GoldenNumbers.Tensor(cell, "output"), layer.forward(GoldenNumbers.Tensor(cell, "input"), lengths), 1e-6);
    }
}
