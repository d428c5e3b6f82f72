using FineGrain.Core.Recipes;
using FineGrain.Models.Tests.Golden;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Families;

/// <summary>Whole networks against PyTorch, row by row without padding; the numbers come from tests/oracles/models.py.</summary>
public sealed class FamilyOracleTests
{
    [Fact]
    public void TextCNN_answers_as_in_PyTorch() => AssertEqual("cnn", new CnnRecipe { Width = 5, Filters = 3, Windows = [1, 2, 4], Activation = "tanh" });

    [Fact]
    public void Averaged_embeddings_and_n_grams_answer_as_in_PyTorch() =>
        AssertEqual("mlp", new MlpRecipe { Width = 5, Hidden = [6, 3], Activation = "tanh", Ngrams = new NgramRecipe { Words = 2, Buckets = 17 } });

    private static void AssertEqual(string family, ModelRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = ModelFactory.Create(recipe, new() { VocabularySize = 11, MaxLength = 7, PaddingId = 0, Outputs = 4, Target = "label" }, seed: 1);
        model.eval();
        var ours = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var theirs = GoldenNumbers.Weights(family).ToList();
        Assert.Equal(theirs.Select(w => w.Name).Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, values) in theirs) ours[name].copy_(values);
        GoldenNumbers.AssertClose(GoldenNumbers.Tensor(family, "output"), model.Logits(Input(family)), 2e-5);
    }

    /// <summary>The rows side by side, padded with id 0.</summary>
    private static ModelInput Input(string family)
    {
        var ids = Rows(family, "ids");
        var grams = family == "mlp" ? Padded(Rows(family, "ngrams")) : null;
        return new(Padded(ids), tensor([.. ids.SelectMany(row => Enumerable.Range(0, 7).Select(t => t < row.Length ? 1L : 0L))], [ids.Length, 7]), null, grams);
    }

    private static long[][] Rows(string family, string key) => [.. GoldenNumbers.At(family, key).AsArray().Select(row => row!.AsArray().Select(v => (long)v!).ToArray())];

    private static Tensor Padded(long[][] rows)
    {
        var width = rows.Max(r => r.Length);
        return tensor([.. rows.SelectMany(r => r.Concat(Enumerable.Repeat(0L, width - r.Length)))], [rows.Length, width]);
    }
}
