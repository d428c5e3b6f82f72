using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;
using FineGrain.Models.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Spans;

public sealed class CharacterEncoderTests
{
    private const int Characters = 11, Width = 5, Window = 3, Filters = 7;

    /// <summary>Two rows of three units of six characters: a long unit, a short one, the same again, one character, and two units of padding.</summary>
    private static readonly long[] ids =
    [
        2, 5, 6, 7, 8, 3, 2, 9, 3, 0, 0, 0, 2, 9, 3, 0, 0, 0,
        10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    [Fact]
    public void A_unit_gets_the_strongest_answer_of_each_filter()
    {
        using var scope = NewDisposeScope();
        using var encoder = Evaluated();
        var states = encoder.forward(Ids());
        for (var row = 0; row < 2; row++)
            for (var unit = 0; unit < 3; unit++)
                GoldenNumbers.AssertClose(tensor(ByHand(encoder, [.. ids.Skip(((row * 3) + unit) * 6).Take(6).Where(id => id != 0)])), states[row, unit], 1e-5);
    }

    [Fact]
    public void Padding_changes_nothing_and_a_unit_without_characters_is_0()
    {
        using var scope = NewDisposeScope();
        using var encoder = Evaluated();
        var states = encoder.forward(Ids());
        var padded = encoder.forward(nn.functional.pad(Ids(), (0, 4, 0, 2)));
        GoldenNumbers.AssertClose(states, padded.narrow(1, 0, 3).contiguous(), 1e-6);
        Assert.Equal(0, states[1, 1].abs().sum().ToSingle());
    }

    [Fact]
    public void Every_parameter_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var encoder = Encoder(dropout: 0.3);
        (encoder.forward(Ids()) - 1).pow(2).sum().backward();
        Assert.All(encoder.named_parameters(), p => Assert.True(p.parameter.grad!.abs().sum().ToSingle() > 0, p.name));
    }

    [Fact]
    public void Onnx_answers_as_torch()
    {
        using var scope = NewDisposeScope();
        using var encoder = Evaluated();
        foreach (var input in new[] { Ids(), Ids().narrow(0, 1, 1), Ids().narrow(1, 0, 2), Ids().narrow(2, 0, 1) })
            GoldenNumbers.AssertClose(encoder.forward(input.contiguous()), UnitGraph.Run(encoder, encoder.Emit, "char_ids", input), 1e-5);
    }

    [Fact]
    public void Forward_passes_leave_no_tensor_behind()
    {
        using var encoder = Encoder(dropout: 0.3);
        using var input = Ids();
        LiveTensors.AssertNoLeak(() => encoder.forward(input).Dispose());
    }

    [Fact]
    public void Rows_are_told_apart_and_put_back()
    {
        using var scope = NewDisposeScope();
        var table = Ids().view(6, 6);
        var (rows, which) = DistinctRows.Of(table);
        Assert.Equal([0, 1, 1, 2, 3, 3], which.data<long>().ToArray());
        Assert.Equal(ids, rows.index_select(0, which).data<long>().ToArray());
    }

    private static Tensor Ids() => tensor(ids, [2, 3, 6]);

    private static CharacterEncoder Encoder(double dropout) => new(Characters, Width, Window, Filters, dropout, new Initializer(5), new DropoutStream(2));

    private static CharacterEncoder Evaluated()
    {
        var encoder = Encoder(0.5);
        encoder.eval();
        return encoder;
    }

    /// <summary>max over every window that touches a character of tanh(W · window + b), in plain loops.</summary>
    private static float[] ByHand(CharacterEncoder encoder, long[] characters)
    {
        var named = encoder.named_parameters().ToDictionary(p => p.name, p => p.parameter.data<float>().ToArray());
        var (table, weight, bias) = (named["embeddings.weight"], named["convolution.weight"], named["convolution.bias"]);
        var best = new float[Filters];
        if (characters.Length == 0) return best;
        for (var f = 0; f < Filters; f++)
        {
            var largest = double.NegativeInfinity;
            for (var from = 1 - Window; from < characters.Length; from++)
            {
                double sum = bias[f];
                for (var k = 0; k < Window; k++)
                    for (var w = 0; w < Width; w++)
                        if (from + k >= 0 && from + k < characters.Length) sum += weight[(((f * Width) + w) * Window) + k] * table[(characters[from + k] * Width) + w];
                largest = Math.Max(largest, Math.Tanh(sum));
            }
            best[f] = (float)largest;
        }
        return best;
    }
}
