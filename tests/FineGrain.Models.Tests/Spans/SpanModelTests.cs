using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Losses;
using FineGrain.Models.Tests.Families;
using FineGrain.Models.Tests.Golden;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Spans;

/// <summary>What every network that marks spans keeps, whatever its family and head.</summary>
public sealed class SpanModelTests
{
    private static readonly TransformerRecipe transformer = new() { Width = 12, Layers = 2, Heads = 3, Inner = 20, Dropout = 0.1 };
    private static readonly RnnRecipe rnn = new() { Width = 7, Hidden = 5, Layers = 2, Cell = "gru" };

    private static readonly Dictionary<string, (ModelRecipe Recipe, string Head, string Alignment, bool Inputs)> variants = new()
    {
        ["rnn crf"] = (rnn, "crf", "first", false),
        ["rnn crf with characters and features"] = (rnn, "crf", "first", true),
        ["rnn softmax mean"] = (rnn, "softmax", "mean", false),
        ["rnn biaffine"] = (rnn, "biaffine", "first", false),
        ["transformer biaffine mean"] = (transformer, "biaffine", "mean", false),
        ["transformer crf mean"] = (transformer, "crf", "mean", false),
        ["transformer softmax"] = (transformer, "softmax", "first", false),
        ["ensemble crf"] = (new EnsembleRecipe { Members = [rnn, transformer] }, "crf", "mean", false),
        ["ensemble softmax"] = (new EnsembleRecipe { Members = [rnn, transformer] }, "softmax", "first", false),
    };

    public static TheoryData<string> Names => [.. variants.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_parameter_gets_a_gradient(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Create(name);
        var input = ModelInput.From(Sample(name));
        model.LossOf(model.MemberLogits(input), LossTarget.From(Sample(name)), input, new CrossEntropy()).backward();
        foreach (var (parameter, values) in model.named_parameters())
        {
            Assert.True(values.grad is not null, $"{parameter} has no gradient");
            if (!parameter.EndsWith("key.bias", StringComparison.Ordinal)) Assert.True(values.grad.abs().sum().ToSingle() > 0, $"the gradient of {parameter} is 0");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_padded_row_answers_as_alone(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Evaluated(name);
        var together = model.Logits(ModelInput.From(SpanSample.Batch()));
        for (var row = 0; row < 3; row++)
        {
            var alone = SpanSample.Of([row]);
            var longer = model.Logits(ModelInput.From(SpanSample.Of([row], extra: 2)));
            GoldenNumbers.AssertClose(Real(together[row].unsqueeze(0), alone), model.Logits(ModelInput.From(alone)), 2e-6);
            GoldenNumbers.AssertClose(Real(longer, alone), model.Logits(ModelInput.From(alone)), 2e-6);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Onnx_answers_as_torch(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Evaluated(name);
        using var session = ConformanceTests.Session(model);
        foreach (var batch in new[] { SpanSample.Batch(), SpanSample.Of([1]), SpanSample.Of([2, 1], extra: 3) })
        {
            var (logits, transitions) = Run(session, batch);
            // Past a row's last unit both compute what nobody reads.
            for (var row = 0; row < batch.Rows; row++)
            {
                var alone = SpanSample.Of([batch.Indices[row]]);
                GoldenNumbers.AssertClose(Real(model.Logits(ModelInput.From(batch))[row].unsqueeze(0), alone), Real(logits[row].unsqueeze(0), alone), 1e-5);
            }
            Assert.Equal(model.Transitions() is not null, transitions is not null);
            if (transitions is not null) Assert.Equal(model.Transitions()!, transitions, (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_saved_model_opens_as_the_same(string name)
    {
        var folder = Directory.CreateTempSubdirectory("finegrain-models-").FullName;
        try
        {
            using var scope = NewDisposeScope();
            using var model = Evaluated(name);
            model.Save(folder);
            using var opened = ModelFactory.Load(folder);
            var input = ModelInput.From(SpanSample.Batch());
            GoldenNumbers.AssertClose(model.Logits(input), opened.Logits(input), 0);
            Assert.Equal(model.Transitions(), opened.Transitions());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_step_leaves_no_tensor_behind(string name)
    {
        using var model = Create(name);
        LiveTensors.AssertNoLeak(() =>
        {
            using var scope = NewDisposeScope();
            var input = ModelInput.From(Sample(name));
            model.LossOf(model.MemberLogits(input), LossTarget.From(Sample(name)), input, new CrossEntropy());
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void Names_of_tables_and_depths_fit_the_parameters(string name)
    {
        using var model = Create(name);
        var names = model.named_parameters().Select(p => p.name).ToArray();
        Assert.All(model.EmbeddingNames.Concat(model.NgramTableNames), table => Assert.Contains(table, names));
        Assert.All(names, parameter => Assert.InRange(model.LayerOf(parameter), 0, model.TopLayer));
    }

    [Fact]
    public void The_mean_of_a_words_tokens_is_worked_out_by_hand()
    {
        using var scope = NewDisposeScope();
        var states = tensor(new float[] { 9, 1, 3, 5, 7, 20, 9 }, [1, 7, 1]); // special, two tokens, one, two, special
        var units = UnitInput.From(SpanSample.Of([0]), CPU);
        GoldenNumbers.AssertClose(tensor(new float[] { 2, 5, 13.5f }, [1, 3, 1]), new Models.Spans.UnitStates(mean: true).Of(states, units), 0);
        GoldenNumbers.AssertClose(tensor(new float[] { 1, 5, 7 }, [1, 3, 1]), new Models.Spans.UnitStates(mean: false).Of(states, units), 0);
    }

    private static Batch Sample(string name) => variants[name].Head == "biaffine" ? SpanSample.Stretches() : SpanSample.Batch();

    internal static TextModel Create(string name)
    {
        var (recipe, head, alignment, inputs) = variants[name];
        var shape = SpanSample.Shape(head, alignment, inputs);
        return ModelFactory.Create(recipe, new() { VocabularySize = 11, MaxLength = 12, Outputs = shape.Outputs, Target = "spans", Spans = shape }, seed: 7);
    }

    internal static TextModel Evaluated(string name)
    {
        var model = Create(name);
        using var still = no_grad();
        // Moves and tables of features start from 0, where nothing could be seen of them.
        foreach (var (parameter, values) in model.named_parameters())
            if (parameter.Contains("crf", StringComparison.Ordinal) || model.NgramTableNames.Contains(parameter)) values.copy_(arange(values.numel()).view(values.shape).sin());
        model.eval();
        return model;
    }

    /// <summary>The logits of a row's real units or stretches.</summary>
    private static Tensor Real(Tensor logits, Batch alone)
    {
        var units = logits.narrow(1, 0, alone.Units);
        return logits.dim() == 4 ? units.narrow(2, 0, alone.Units) : units;
    }

    private static (Tensor Logits, float[]? Transitions) Run(InferenceSession session, Batch batch)
    {
        NamedOnnxValue Input(string name) => NamedOnnxValue.CreateFromTensor(name, name switch
        {
            "input_ids" => new DenseTensor<long>(batch.InputIds, [batch.Rows, batch.Length]),
            "attention_mask" => new(batch.AttentionMask, [batch.Rows, batch.Length]),
            "token_type_ids" => new(batch.TokenTypeIds, [batch.Rows, batch.Length]),
            "unit_tokens" => new(batch.UnitTokens, [batch.Rows, batch.Units]),
            "token_units" => new(batch.TokenUnits, [batch.Rows, batch.Length]),
            "char_ids" => new(batch.CharIds, [batch.Rows, batch.Units, batch.CharLength]),
            _ => new(batch.FeatureIds, [batch.Rows, batch.Units, batch.FeatureCount]),
        });
        using var results = session.Run([.. session.InputNames.Select(Input)]);
        var logits = results.Single(r => r.Name == "logits").AsTensor<float>();
        return (tensor(logits.ToArray(), [.. logits.Dimensions.ToArray().Select(d => (long)d)]), results.FirstOrDefault(r => r.Name == "transitions")?.AsTensor<float>().ToArray());
    }
}
