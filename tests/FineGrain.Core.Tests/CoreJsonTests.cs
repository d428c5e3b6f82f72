using System.Text.Json;

namespace FineGrain.Core.Tests;

public sealed class CoreJsonTests
{
    [Fact]
    public void A_line_may_leave_out_what_has_a_default()
    {
        var example = JsonSerializer.Deserialize("""{"id":"1","text":"fine"}""", CoreJson.Line.Example)!;
        Assert.Equal(1, example.Weight);
        Assert.Empty(example.Labels);
        Assert.Empty(example.Entities);
        Assert.Empty(example.Aspects);
        Assert.Empty(example.Fields);
        Assert.Null(example.Label);
        var prediction = JsonSerializer.Deserialize("""{"id":"1","text":"fine"}""", CoreJson.Line.Prediction)!;
        Assert.Empty(prediction.Labels);
        Assert.Empty(prediction.Probabilities);
    }
}
