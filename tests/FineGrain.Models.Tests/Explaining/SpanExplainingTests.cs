using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Core.Spans;
using FineGrain.Models.Explaining;
using FineGrain.Models.Tests.Spans;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Explaining;

/// <summary>Explanations of one span by every kind of network that marks spans.</summary>
public sealed class SpanExplainingTests
{
    private static readonly UnitSpan Whole = new(1, 3, 1); // units of one and of two tokens

    public static TheoryData<string> Names => SpanModelTests.Names;

    [Theory, MemberData(nameof(Names))]
    public void Integrated_gradients_of_a_span_are_complete_within_one_per_cent(string name)
    {
        using var model = Enlarged(name);
        var found = new GradientAttribution(model).Integrated(Text(), Special(), SpanLogOdds.Of(model.Spans!, Whole));
        Assert.True(found.Incompleteness <= 0.01, $"{found}");
        Assert.True(Math.Abs(found.Output - found.Baseline) > 1e-4, "the text must differ from its baseline for the check to mean something");
        Assert.Equal((0.0, 0.0), (found.Tokens[0], found.Tokens[^1]));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_explained_number_is_the_mean_log_odds_of_the_spans_tags(string name)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = Enlarged(name);
        var logits = model.Logits(ModelInput.From(Text())); // (1, 3, K) or (1, 3, 3, 3)
        // bioes over LOC and PER: O, B, I, E, S of LOC, then of PER; B-PER is 5, E-PER 7. Of stretches PER is column 2.
        double[] odds = model.Spans!.ScoresStretches ? [Odds(logits[0, 1, 2], 2)] : [Odds(logits[0, 1], 5), Odds(logits[0, 2], 7)];
        Assert.Equal(odds.Average(), SpanLogOdds.Of(model.Spans, Whole)(logits).item<float>(), 1e-4);
        if (!model.Spans.ScoresStretches) Assert.Equal(Odds(logits[0, 0], 4), SpanLogOdds.Of(model.Spans, new(0, 1, 0))(logits).item<float>(), 1e-4); // S-LOC
    }

    [Fact]
    public void Characters_and_features_count_for_the_first_token_of_their_unit()
    {
        using var model = Enlarged("rnn crf with characters and features");
        using (no_grad()) foreach (var (name, values) in model.named_parameters().Where(p => p.name.Contains("word_embeddings", StringComparison.Ordinal))) values.zero_();
        var found = new GradientAttribution(model).Integrated(Text(), Special(), SpanLogOdds.Of(model.Spans!, Whole));
        Assert.True(found.Incompleteness <= 0.01 && Math.Abs(found.Output - found.Baseline) > 1e-4, $"{found}");
        Assert.All((int[])[1, 3, 4], t => Assert.NotEqual(0, found.Tokens[t]));
        Assert.All((int[])[0, 2, 5, 6], t => Assert.Equal(0, found.Tokens[t]));
    }

    [Fact]
    public void Explaining_a_span_frees_its_tensors()
    {
        using var model = Enlarged("rnn crf with characters and features");
        var gradients = new GradientAttribution(model);
        gradients.GradientTimesInput(Text(), Special(), SpanLogOdds.Of(model.Spans!, Whole));
        LiveTensors.AssertNoLeak(() =>
        {
            using var scope = NewDisposeScope();
            gradients.GradientTimesInput(Text(), Special(), SpanLogOdds.Of(model.Spans!, Whole));
        });
    }

    [Fact]
    public void Attention_of_a_span_is_the_mean_of_its_tokens_rows_and_of_an_ensembles_members()
    {
        using var model = Enlarged("transformer crf mean");
        double[][] rows = [AttentionRollout.Of(model, Text(), [3]), AttentionRollout.Of(model, Text(), [4])];
        var both = AttentionRollout.Of(model, Text(), [3, 4]);
        Assert.Equal(1, both.Sum(), 1e-5);
        Assert.All(both.Index(), t => Assert.Equal((rows[0][t.Index] + rows[1][t.Index]) / 2, t.Item, 1e-6));
        Assert.NotEqual(rows[0], rows[1]);

        var recipe = new TransformerRecipe { Width = 12, Layers = 1, Heads = 3, Inner = 20 };
        using var twins = ModelFactory.Create(new EnsembleRecipe { Members = [recipe, recipe with { Layers = 2 }] }, new() { VocabularySize = 11, MaxLength = 12, Outputs = 9, Target = "spans", Spans = SpanSample.Shape("softmax") }, seed: 3);
        twins.eval();
        double[][] each = [.. ((Models.Families.EnsembleModel)twins).Members.Select(m => AttentionRollout.Of(m, Text(), [3]))];
        Assert.All(AttentionRollout.Of(twins, Text(), [3]).Index(), t => Assert.Equal((each[0][t.Index] + each[1][t.Index]) / 2, t.Item, 1e-6));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_spans_representation_is_the_unit_vector_of_its_tokens_mean_state(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Enlarged(name);
        var together = Representations.OfSpans(model, SpanSample.Batch(), [(1, new(0, 1, 0)), (0, Whole)]);
        using var trace = new Trace();
        model.MemberLogits(ModelInput.From(Text()), null, trace);
        var last = trace.States[^1][0].narrow(0, 3, 3).mean([0]); // tokens 3, 4, 5 of row 0
        float[] byHand = [.. (last / last.norm()).data<float>()];
        // Of an ensemble the last member's part stands last, shortened so that the whole has length 1.
        var tail = together[1][^byHand.Length..];
        var factor = model is Models.Families.EnsembleModel ? Math.Sqrt(2) : 1;
        Assert.All(byHand.Zip(tail), p => Assert.Equal(p.First, p.Second * factor, 1e-5));
        Assert.All(together, v => Assert.Equal(1, v.Sum(x => (double)x * x), 1e-5));
        Assert.All(Representations.Of(model, SpanSample.Batch()), v => Assert.Equal(1, v.Sum(x => (double)x * x), 1e-5));
    }

    private static Batch Text() => SpanSample.Of([0]);

    private static bool[] Special() => [.. Text().TokenUnits.Select(u => u < 0)];

    private static TextModel Enlarged(string name)
    {
        var model = SpanModelTests.Evaluated(name);
        using var still = no_grad();
        foreach (var (parameter, values) in model.named_parameters())
            if (parameter.Contains("word_embeddings", StringComparison.Ordinal)) values.mul_(4);
        return model;
    }

    private static double Odds(Tensor cells, int column)
    {
        double[] all = [.. cells.contiguous().data<float>().Select(v => (double)v)];
        return all[column] - Math.Log(all.Where((_, k) => k != column).Sum(Math.Exp));
    }
}
