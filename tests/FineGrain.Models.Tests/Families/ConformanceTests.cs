using FineGrain.Core;
using FineGrain.Models.Tests.Golden;
using FineGrain.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Families;

/// <summary>What every network keeps, whatever its family.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Names => Variants.Names;

    [Theory, MemberData(nameof(Names))]
    public void Every_parameter_gets_a_gradient(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Variants.Create(name);
        Assert.NotEmpty(model.named_parameters());
        foreach (var logits in model.MemberLogits(ModelInput.From(Sample.Batch()))) (logits * arange(Sample.Outputs) - 1).pow(2).sum().backward();
        foreach (var (parameter, values) in model.named_parameters())
        {
            Assert.True(values.grad is not null, $"{parameter} has no gradient");
            // A bias under a key changes every score of a row alike, which softmax takes away again.
            if (!parameter.EndsWith("key.bias", StringComparison.Ordinal)) Assert.True(values.grad.abs().sum().ToSingle() > 0, $"the gradient of {parameter} is 0");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_padded_row_answers_as_alone(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Evaluated(name);
        var together = model.Logits(ModelInput.From(Sample.Batch()));
        for (var row = 0; row < 3; row++)
        {
            GoldenNumbers.AssertClose(together[row].unsqueeze(0), model.Logits(ModelInput.From(Sample.Of([row]))), 2e-6);
            GoldenNumbers.AssertClose(together[row].unsqueeze(0), model.Logits(ModelInput.From(Sample.Of([row], extra: 2))), 2e-6);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Onnx_answers_as_torch(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Evaluated(name);
        using var session = Session(model);
        foreach (var batch in new[] { Sample.Batch(), Sample.Of([1]), Sample.Of([2, 1], extra: 3) })
            GoldenNumbers.AssertClose(model.Logits(ModelInput.From(batch)), Run(session, model, batch), 1e-5);
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
            Assert.Equal(model.named_parameters().Select(p => p.name), opened.named_parameters().Select(p => p.name));
            GoldenNumbers.AssertClose(model.Logits(ModelInput.From(Sample.Batch())), opened.Logits(ModelInput.From(Sample.Batch())), 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Forward_passes_leave_no_tensor_behind(string name)
    {
        using var model = Variants.Create(name);
        using var input = ModelInput.From(Sample.Batch());
        LiveTensors.AssertNoLeak(() =>
        {
            foreach (var logits in model.MemberLogits(input)) logits.Dispose();
            model.Logits(input).Dispose();
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void The_seed_and_the_dropout_counter_decide_everything(string name)
    {
        using var scope = NewDisposeScope();
        using var first = Variants.Create(name);
        using var second = Variants.Create(name);
        using var other = Variants.Create(name, seed: 8);
        var input = ModelInput.From(Sample.Batch());
        var logits = Enumerable.Range(0, 3).Select(_ => first.MemberLogits(input)[0]).ToArray();
        second.DropoutCounter = 2;
        GoldenNumbers.AssertClose(logits[2], second.MemberLogits(input)[0], 0);
        Assert.Equal(3, second.DropoutCounter);
        // Tables of n-grams start from 0 whatever the seed.
        if (name != "mlp wide") Assert.NotEqual(logits[0].data<float>().ToArray(), other.MemberLogits(input)[0].data<float>().ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void Names_of_tables_and_depths_fit_the_parameters(string name)
    {
        using var model = Variants.Create(name);
        var names = model.named_parameters().Select(p => p.name).ToArray();
        Assert.All(model.EmbeddingNames.Concat(model.NgramTableNames), table => Assert.Contains(table, names));
        Assert.All(names, parameter => Assert.InRange(model.LayerOf(parameter), 0, model.TopLayer));
        Assert.Equal(model.UsesNgrams, model.NgramTableNames.Count > 0);
    }

    private static TextModel Evaluated(string name)
    {
        var model = Variants.Create(name);
        using var still = no_grad();
        // n-gram tables start from 0, where nothing could be seen of them.
        foreach (var (parameter, values) in model.named_parameters())
            if (model.NgramTableNames.Contains(parameter)) values.copy_(arange(values.numel()).view(values.shape).sin());
        model.eval();
        return model;
    }

    internal static InferenceSession Session(TextModel model)
    {
        var graph = new GraphBuilder();
        model.Emit(graph);
        using var stream = new MemoryStream();
        graph.Save(stream);
        return new(stream.ToArray());
    }

    internal static Tensor Run(InferenceSession session, TextModel model, Batch batch)
    {
        NamedOnnxValue Input(string name, long[] values, int columns) => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(values, [batch.Rows, columns]));
        List<NamedOnnxValue> inputs = [Input("input_ids", batch.InputIds, batch.Length), Input("attention_mask", batch.AttentionMask, batch.Length)];
        if (model.UsesTokenTypes) inputs.Add(Input("token_type_ids", batch.TokenTypeIds, batch.Length));
        if (model.UsesNgrams) inputs.Add(Input("ngram_ids", batch.NgramIds, batch.NgramLength));
        Assert.Equal(session.InputMetadata.Keys.Order(), inputs.Select(i => i.Name).Order());
        using var results = session.Run(inputs);
        var logits = results.Single(r => r.Name == "logits").AsTensor<float>();
        return tensor(logits.ToArray(), batch.Rows, model.Outputs);
    }
}
