using FineGrain.Core.Recipes;

namespace FineGrain.Core.Tests.Recipes;

public sealed class PretrainRecipeTests
{
    [Fact]
    public void The_smallest_recipe_binds_and_prints_with_its_origins()
    {
        var bound = RecipeBinder.BindPretrain(Smallest());
        Assert.Equal("a.txt", bound.Recipe.Sources.Single().Path);
        Assert.Equal(new VectorsRecipe(), bound.Recipe.Vectors);
        Assert.Contains("  width: 100  # default · ", RecipePrinter.Print(bound), StringComparison.Ordinal);
        Assert.StartsWith("name: v\nobjective: vectors\n", RecipePrinter.Print(bound.Recipe), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_keys_and_missing_ones_are_refused()
    {
        var error = Assert.Throws<InputException>(() => RecipeBinder.BindPretrain(Tree.Map(("name", "v"), ("objective", "vectors"), ("vectors", Tree.Map(("windows", 3))))));
        Assert.Contains("unknown key 'windows' in 'vectors'. Did you mean 'window'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("'sources' is missing.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_join_keys_name_the_key_to_change()
    {
        Assert.Contains("'tokenizer.kind' is bpe; vectors are learned for word or character tokens", Failure(("tokenizer", Tree.Map(("kind", "bpe")))), StringComparison.Ordinal);
        Assert.Contains("'vectors.min_ngram' is 5, more than 'max_ngram' 4", Failure(("vectors", Tree.Map(("min_ngram", 5), ("max_ngram", 4)))), StringComparison.Ordinal);
        Assert.Contains("but a pretraining makes them", Failure(("tokenizer", Tree.Map(("extra_from_vectors", "true")))), StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_belong_to_families_with_a_token_table()
    {
        Assert.Contains("'model.vectors' does not reach the members of an ensemble", Model(("family", "ensemble"), ("vectors", "v"), ("members", new object[] { Tree.Map(("family", "cnn")) })), StringComparison.Ordinal);
        Assert.Contains("a pretrained checkpoint brings its own", Model(("family", "pretrained"), ("checkpoint", "x"), ("vectors", "v")), StringComparison.Ordinal);
        Assert.Contains("'model.vectors_freeze' keeps vectors still, but 'model.vectors' names none", Model(("family", "cnn"), ("vectors_freeze", "true")), StringComparison.Ordinal);
    }

    [Fact]
    public void Extra_words_need_vectors_and_a_kind_with_words()
    {
        Assert.Contains("takes words from 'model.vectors', which names none", Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Smallest(("tokenizer", Tree.Map(("extra_from_vectors", "true")))))).Message, StringComparison.Ordinal);
        Assert.Contains("'tokenizer.kind: bpe' has pieces", Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Smallest(("tokenizer", Tree.Map(("kind", "bpe"), ("extra_from_vectors", "true"))), ("model", Tree.Map(("family", "cnn"), ("vectors", "v")))))).Message, StringComparison.Ordinal);
        Assert.True(RecipeBinder.Bind(Tree.Smallest(("tokenizer", Tree.Map(("extra_from_vectors", "true"))), ("model", Tree.Map(("family", "cnn"), ("vectors", "v"))))).Recipe.Tokenizer.ExtraFromVectors);
    }

    private static RecipeNode Smallest(params (string, object)[] more) =>
        Tree.Map([("name", "v"), ("objective", "vectors"), ("sources", new object[] { Tree.Map(("path", "a.txt")) }), .. more]);

    private static string Failure(params (string, object)[] more) => Assert.Throws<InputException>(() => RecipeBinder.BindPretrain(Smallest(more))).Message;

    private static string Model(params (string, object)[] keys) => Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Smallest(("model", Tree.Map(keys))))).Message;
}
