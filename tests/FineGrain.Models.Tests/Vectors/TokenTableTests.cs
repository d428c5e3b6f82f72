using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Vectors;

namespace FineGrain.Models.Tests.Vectors;

public sealed class TokenTableTests : IDisposable
{
    private static readonly string[] tokens = [.. Enumerable.Range(0, Sample.Vocabulary).Select(i => $"t{i}")];
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-table-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData("mlp"), InlineData("cnn"), InlineData("rnn"), InlineData("transformer")]
    public void Every_family_of_ours_gives_the_rows_of_its_tokens(string family)
    {
        var saved = Save(family switch { "mlp" => new MlpRecipe { Width = 6 }, "cnn" => new CnnRecipe { Width = 6, Windows = [2], Filters = 3 }, "rnn" => new RnnRecipe { Width = 6, Hidden = 4 }, _ => new TransformerRecipe { Width = 6, Heads = 2, Layers = 1 } });
        var vectors = TokenTable.Read(folder, tokens);
        Assert.Equal((tokens.Length, 6), (vectors.Tokens.Count, vectors.Width));
        var found = new float[6];
        Assert.Equal(VectorOrigin.Word, vectors.Find("t3", found));
        Assert.Equal(saved[18..24], found);
    }

    [Fact]
    public void A_model_without_a_table_of_its_own_is_refused()
    {
        Save(new EnsembleRecipe { Members = [new RnnRecipe { Width = 6, Hidden = 4 }, new CnnRecipe { Width = 6, Windows = [2], Filters = 3 }] });
        Assert.Contains("holds no token table", Refused(tokens), StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_of_another_model_are_refused()
    {
        Save(new RnnRecipe { Width = 6, Hidden = 4 });
        Assert.Contains($"has {tokens.Length} rows for 3 tokens", Refused(tokens[..3]), StringComparison.Ordinal);
    }

    private string Refused(string[] of) => Assert.Throws<InputException>(() => TokenTable.Read(folder, of)).Message;

    /// <summary>Saves a model of random weights; the numbers of its first token table.</summary>
    private float[] Save(ModelRecipe recipe)
    {
        using var model = ModelFactory.Create(recipe, Sample.Shape(), seed: 1);
        model.Save(folder);
        return model.named_parameters().First(p => p.name == model.EmbeddingNames[0]).parameter.data<float>().ToArray();
    }
}
