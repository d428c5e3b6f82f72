using FineGrain.Core.Recipes;

namespace FineGrain.Core.Tests.Recipes;

public sealed class PretrainRecipeTests
{
    [Fact]
    public void The_smallest_recipe_binds_and_prints_with_its_origins()
    {
        var bound = RecipeBinder.BindPretrain(Smallest());
        Assert.Equal("a.txt", bound.Recipe.Sources.Single().Path);
        Assert.Equal(new VectorsRecipe(), Assert.IsType<VectorPretrainRecipe>(bound.Recipe).Vectors);
        Assert.Contains("  width: 100  # default · ", RecipePrinter.Print(bound), StringComparison.Ordinal);
        Assert.StartsWith("objective: vectors\n", RecipePrinter.Print(bound.Recipe), StringComparison.Ordinal);
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

    [Fact]
    public void An_encoder_is_described_as_in_the_recipes_that_start_from_it()
    {
        var bound = RecipeBinder.BindPretrain(Encoder(("family", "rnn"), ("hidden", 32), ("vectors", "v.yaml")));
        var recipe = Assert.IsType<EncoderPretrainRecipe>(bound.Recipe);
        Assert.Equal((32, "v.yaml"), (Assert.IsType<RnnRecipe>(recipe.Model).Hidden, recipe.Model.StartsFrom));
        Assert.Contains("unknown key 'masking' in the recipe (objective vectors). It belongs to masked-tokens.", Failure(("masking", Tree.Map(("rate", 0.2)))), StringComparison.Ordinal);
        Assert.Contains("'model.family' is cnn; only encoders with a state for each token", EncoderFailure(("family", "cnn")), StringComparison.Ordinal);
        Assert.Contains("'model.heads' is 3, which does not divide 'width' 128", EncoderFailure(("family", "transformer"), ("heads", 3)), StringComparison.Ordinal);
        Assert.Contains("'training.refit' learns from the labels of dev", Assert.Throws<InputException>(() => RecipeBinder.BindPretrain(
            Tree.Map(("name", "e"), ("objective", "masked-tokens"), ("sources", new object[] { Tree.Map(("path", "a.txt")) }), ("model", Tree.Map(("family", "rnn"))), ("training", Tree.Map(("refit", "true")))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_starts_from_vectors_or_from_an_encoder_and_not_from_both()
    {
        Assert.Contains("'model.encoder' brings its own", Model(("family", "rnn"), ("vectors", "v"), ("encoder", "e")), StringComparison.Ordinal);
        Assert.Contains("family cnn has none. Name the same folder as 'model.vectors'", Model(("family", "cnn"), ("encoder", "e")), StringComparison.Ordinal);
        Assert.Contains("'model.encoder' does not reach the members of an ensemble", Model(("family", "ensemble"), ("encoder", "e"), ("members", new object[] { Tree.Map(("family", "cnn")) })), StringComparison.Ordinal);
        Assert.Contains("a pretrained checkpoint brings its own", Model(("family", "pretrained"), ("checkpoint", "x"), ("encoder", "e")), StringComparison.Ordinal);
    }

    private static RecipeMap Encoder(params (string, object)[] model) =>
        Tree.Map(("name", "e"), ("objective", "masked-tokens"), ("sources", new object[] { Tree.Map(("path", "a.txt")) }), ("model", Tree.Map(model)));

    private static string EncoderFailure(params (string, object)[] model) => Assert.Throws<InputException>(() => RecipeBinder.BindPretrain(Encoder(model))).Message;

    private static RecipeMap Smallest(params (string, object)[] more) =>
        Tree.Map([("name", "v"), ("objective", "vectors"), ("sources", new object[] { Tree.Map(("path", "a.txt")) }), .. more]);

    private static string Failure(params (string, object)[] more) => Assert.Throws<InputException>(() => RecipeBinder.BindPretrain(Smallest(more))).Message;

    private static string Model(params (string, object)[] keys) => Assert.Throws<InputException>(() => RecipeBinder.Bind(Tree.Smallest(("model", Tree.Map(keys))))).Message;
}
