using FineGrain.Core.Recipes;
using FineGrain.Models.Pretraining;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Pretraining;

public sealed class TokenLearnerTests
{
    [Theory, InlineData("lstm"), InlineData("gru")]
    public void One_recurrent_layer_never_reads_the_token_it_stands_for_but_all_around_it(string cell)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = ModelFactory.Create(new RnnRecipe { Cell = cell, Width = 6, Hidden = 4 }, Sample.Shape(), seed: 1);
        model.eval();
        var encoder = Assert.IsAssignableFrom<ITokenEncoder>(model);
        Assert.True(encoder.HidesTokens);
        var batch = Sample.Batch();
        for (var t = 0; t < 7; t++)
        {
            var ids = batch.InputIds.ToArray();
            ids[t] = ids[t] == 9 ? 8 : 9;
            var difference = (encoder.ContextStates(ModelInput.From(batch)) - encoder.ContextStates(ModelInput.From(batch with { InputIds = ids })))[0].abs().sum(1).data<float>().ToArray();
            for (var place = 0; place < 7; place++) Assert.Equal(place == t, difference[place] == 0);
        }
    }

    [Theory, InlineData("rnn"), InlineData("deep rnn"), InlineData("transformer")]
    public void The_states_of_a_row_do_not_depend_on_the_rows_beside_it(string family)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = ModelFactory.Create(Recipe(family), Sample.Shape(), seed: 1);
        model.eval();
        var together = ((ITokenEncoder)model).ContextStates(ModelInput.From(Sample.Batch()))[1].narrow(0, 0, 4);
        var alone = ((ITokenEncoder)model).ContextStates(ModelInput.From(Sample.Of([1])))[0];
        Assert.True((together - alone).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Deeper_encoders_and_transformers_read_the_token_and_say_so()
    {
        using var deep = ModelFactory.Create(Recipe("deep rnn"), Sample.Shape(), seed: 1);
        using var transformer = ModelFactory.Create(Recipe("transformer"), Sample.Shape(), seed: 1);
        Assert.False(((ITokenEncoder)deep).HidesTokens);
        Assert.False(((ITokenEncoder)transformer).HidesTokens);
    }

    [Fact]
    public void Scores_of_some_tokens_are_those_of_the_whole_vocabulary()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var learner = new TokenLearner(ModelFactory.Create(Recipe("rnn"), Sample.Shape(), seed: 1), seed: 2);
        learner.eval();
        var expected = learner.Expected(ModelInput.From(Sample.Batch()), tensor([0L, 3, 8]));
        var all = learner.Predictor.Scores(expected); // (3, 11)
        Assert.Equal([3, 11], all.shape);
        var some = tensor([10L, 2, 2]);
        Close(all.index_select(1, some) - 1, learner.Predictor.ScoresAmong(expected, some, ones(3)));
        Close(all.gather(1, some.unsqueeze(1)).squeeze(1), learner.Predictor.ScoresOf(expected, some));
    }

    [Fact]
    public void A_family_without_states_of_tokens_is_refused()
    {
        using var model = ModelFactory.Create(new MlpRecipe { Width = 4 }, Sample.Shape(), seed: 1);
        Assert.Contains("no states of tokens", Assert.Throws<ArgumentException>(() => new TokenLearner(model, 1)).Message, StringComparison.Ordinal);
    }

    internal static ModelRecipe Recipe(string family) => family switch
    {
        "rnn" => new RnnRecipe { Width = 6, Hidden = 4 },
        "deep rnn" => new RnnRecipe { Width = 6, Hidden = 4, Layers = 2 },
        _ => new TransformerRecipe { Width = 6, Layers = 2, Heads = 2 },
    };

    private static void Close(Tensor expected, Tensor actual) => Assert.True((expected - actual).abs().max().item<float>() < 1e-5);
}
