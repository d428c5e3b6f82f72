using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Pretraining;
using FineGrain.Models.Spans;
using FineGrain.Models.Vectors;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Pretraining;

public sealed class EncoderStartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-encoder-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData("rnn"), InlineData("deep rnn"), InlineData("transformer")]
    public void A_network_begins_with_the_rows_and_layers_of_the_encoder_and_draws_its_head(string family)
    {
        using var pretrained = Pretrained(family);
        using var model = ModelFactory.Create(TokenLearnerTests.Recipe(family) with { Encoder = "e" }, Shape(), seed: 7);
        using var fresh = ModelFactory.Create(TokenLearnerTests.Recipe(family), Shape(), seed: 7);
        var (before, drawn) = (Values(pretrained), Values(fresh));
        foreach (var (name, values) in Values(model))
        {
            if (name.StartsWith("pooling.", StringComparison.Ordinal) || name.StartsWith("classifier.", StringComparison.Ordinal)) Assert.Equal(drawn[name], values);
            else Assert.Equal(before[name], values);
        }
    }

    [Fact]
    public void What_a_network_reads_beside_its_tokens_stays_as_drawn()
    {
        using var pretrained = Pretrained("rnn");
        var spans = new SpanShape { Head = "softmax", Scheme = "bioes", Labels = ["PER"], Features = 2, Buckets = 16, FeatureWidth = 3 };
        var shape = Shape() with { Target = "spans", Spans = spans, Outputs = spans.Outputs };
        using var model = ModelFactory.Create(TokenLearnerTests.Recipe("rnn") with { Encoder = "e" }, shape, seed: 7);
        using var fresh = ModelFactory.Create(TokenLearnerTests.Recipe("rnn"), shape, seed: 7);
        const string reads = "layers.0.lstm.weight_ih_l0_reverse"; // [16, 6] there, [16, 6 + 3] here
        var (before, drawn, now) = (Values(pretrained)[reads], Values(fresh)[reads], Values(model)[reads]);
        for (var row = 0; row < 16; row++)
        {
            Assert.Equal(before[(row * 6)..((row * 6) + 6)], now[(row * 9)..((row * 9) + 6)]);
            Assert.Equal(drawn[((row * 9) + 6)..((row * 9) + 9)], now[((row * 9) + 6)..((row * 9) + 9)]);
        }
    }

    [Fact]
    public void Of_a_model_of_another_task_only_what_reads_tokens_is_taken()
    {
        var spans = new SpanShape { Head = "softmax", Scheme = "bioes", Labels = ["PER"], Features = 2, Buckets = 16, FeatureWidth = 3 };
        var shape = Sample.Shape() with { Target = "spans", Spans = spans, Outputs = spans.Outputs };
        using var earlier = ModelFactory.Create(TokenLearnerTests.Recipe("rnn"), shape, seed: 1);
        earlier.Save(folder); // a model folder, without a folder of its own for the encoder
        var offered = Offered(folder);
        using var model = ModelFactory.Create(TokenLearnerTests.Recipe("rnn") with { Encoder = "e" }, shape with { Vectors = offered.Vectors, Encoders = offered.Encoders }, seed: 7);
        using var fresh = ModelFactory.Create(TokenLearnerTests.Recipe("rnn"), shape, seed: 7);
        const string reads = "layers.0.lstm.weight_ih_l0", goesOn = "layers.0.lstm.weight_hh_l0"; // the first is [16, 6 + 3] in both; what the three read was drawn anew, so they are, too
        var (before, drawn, now) = (Values(earlier), Values(fresh), Values(model));
        Assert.Equal(before[goesOn], now[goesOn]);
        for (var row = 0; row < 16; row++)
        {
            Assert.Equal(before[reads][(row * 9)..((row * 9) + 6)], now[reads][(row * 9)..((row * 9) + 6)]);
            Assert.Equal(drawn[reads][((row * 9) + 6)..((row * 9) + 9)], now[reads][((row * 9) + 6)..((row * 9) + 9)]);
        }
    }

    [Fact]
    public void Shorter_texts_take_the_first_positions()
    {
        using var pretrained = Pretrained("transformer");
        using var model = ModelFactory.Create(TokenLearnerTests.Recipe("transformer") with { Encoder = "e" }, Shape() with { MaxLength = 5 }, seed: 7);
        const string positions = "embeddings.position_embeddings.weight";
        Assert.Equal(Values(pretrained)[positions][..30], Values(model)[positions]);
    }

    [Theory]
    [InlineData("rnn", "deep rnn", "it has no 'layers.1.lstm.")]
    [InlineData("rnn", "gru", "it has no 'layers.0.gru.")]
    [InlineData("rnn", "wide", "its 'layers.0.lstm.weight_ih_l0' is [16, 6], the recipe's network has [20, 6]")]
    public void Another_shape_is_refused_with_the_shape_to_write(string pretrained, string asked, string how)
    {
        using var _ = Pretrained(pretrained);
        ModelRecipe recipe = asked switch { "gru" => new RnnRecipe { Width = 6, Hidden = 4, Cell = "gru" }, "wide" => new RnnRecipe { Width = 6, Hidden = 5 }, _ => TokenLearnerTests.Recipe(asked) };
        var message = Assert.Throws<InputException>(() => ModelFactory.Create(recipe with { Encoder = "e" }, Shape(), seed: 7)).Message;
        Assert.StartsWith($"model.encoder: the encoder of 'e' has another shape: {how}", message, StringComparison.Ordinal);
        Assert.Contains("It is of family rnn: ", message, StringComparison.Ordinal);
        Assert.Contains("cell lstm, width 6, hidden 4, layers 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_vectors_is_no_encoder()
    {
        Assert.Contains("holds vectors and no encoder", Assert.Throws<InputException>(() => EncoderStart.Open(folder)).Message, StringComparison.Ordinal);
    }

    /// <summary>A saved encoder of random weights.</summary>
    private TextModel Pretrained(string family)
    {
        var model = ModelFactory.Create(TokenLearnerTests.Recipe(family), Sample.Shape(), seed: 1);
        model.Save(Path.Combine(folder, EncoderStart.FolderName));
        return model;
    }

    /// <summary>A shape that offers the saved encoder as 'e'; all tokens have their own rows in it.</summary>
    private ModelShape Shape() => Offered(Path.Combine(folder, EncoderStart.FolderName));

    /// <summary>A shape that offers the network of a folder as 'e'.</summary>
    private ModelShape Offered(string network)
    {
        string[] tokens = [.. Enumerable.Range(0, Sample.Vocabulary).Select(i => $"t{i}")];
        var rows = VectorStart.Of(TokenTable.Read(network, tokens), tokens);
        return Sample.Shape() with
        {
            Vectors = new Dictionary<string, VectorStart> { ["e"] = rows }, Encoders = new Dictionary<string, EncoderStart> { ["e"] = EncoderStart.Open(folder) },
        };
    }

    private static Dictionary<string, float[]> Values(nn.Module model) => model.named_parameters().ToDictionary(p => p.name, p => p.parameter.data<float>().ToArray());
}
