using System.Text.Json.Nodes;
using FineGrain.Core.Recipes;
using FineGrain.Models.HuggingFace;
using FineGrain.Models.Safetensors;
using FineGrain.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.HuggingFace;

/// <summary>The five architectures against an independent forward in PyTorch.</summary>
public sealed class PretrainedModelTests : IDisposable
{
    /// <summary>The oracle ran another release of libtorch with other kernels; its numbers are rounded to six digits.</summary>
    private const double Tolerance = 1e-5;

    private readonly string folder = Directory.CreateTempSubdirectory("pretrained-").FullName;

    public static TheoryData<string> All => TinyCheckpoint.All;

    [Theory, MemberData(nameof(All))]
    public void States_and_logits_are_those_of_the_oracle(string name)
    {
        var golden = TinyCheckpoint.Read(name);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = TinyCheckpoint.Open(golden.Folder);
        var states = model.States(golden.Input());
        for (var b = 0; b < golden.InputIds.Length; b++)
        {
            for (var t = 0; t < golden.InputIds[b].Length; t++)
                if (golden.AttentionMask[b][t] == 1) Near(golden.States[b][t], states[b, t].data<float>().ToArray());
            Near(golden.Logits[b], model.Logits(golden.Input())[b].data<float>().ToArray());
        }
        Assert.Empty(model.Report.Fresh);
    }

    [Theory, MemberData(nameof(All))]
    public void A_padded_row_gives_what_it_gives_alone(string name)
    {
        var golden = TinyCheckpoint.Read(name);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = TinyCheckpoint.Open(golden.Folder);
        for (var b = 0; b < golden.InputIds.Length; b++) Near(golden.Logits[b], model.Logits(golden.Row(b)).data<float>().ToArray());
    }

    [Theory, MemberData(nameof(All))]
    public void Onnx_gives_the_same_logits(string name)
    {
        var golden = TinyCheckpoint.Read(name);
        using var model = TinyCheckpoint.Open(golden.Folder);
        using var session = Session(model);
        Assert.Equal(model.UsesTokenTypes, session.InputNames.Contains("token_type_ids"));
        foreach (var (inputs, expected) in new[] { (Named(golden, session, 0..3), golden.Logits), (Named(golden, session, 0..1), golden.Logits[..1]) })
        {
            using var results = session.Run(inputs);
            var logits = results.Single().AsTensor<float>();
            Assert.Equal([expected.Length, TinyCheckpoint.Outputs], logits.Dimensions.ToArray());
            var flat = expected.SelectMany(r => r).ToArray();
            Assert.All(logits.ToArray().Zip(flat), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Saving_writes_the_published_names_and_opening_gives_the_same_logits(string name)
    {
        var golden = TinyCheckpoint.Read(name);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = TinyCheckpoint.Open(golden.Folder);
        model.Save(folder);
        using var reader = SafetensorsReader.Open(Path.Combine(folder, "model.safetensors"));
        var published = model.Report.Taken.Select(n => n.Replace(".gamma", ".weight", StringComparison.Ordinal).Replace(".beta", ".bias", StringComparison.Ordinal));
        Assert.Equal(published.Order(StringComparer.Ordinal), reader.Entries.Select(e => e.Name).Order(StringComparer.Ordinal));

        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!;
        Assert.Equal(name, (string?)config["model_type"]);
        Assert.EndsWith("ForSequenceClassification", (string?)config["architectures"]![0], StringComparison.Ordinal);
        Assert.Equal(TinyCheckpoint.Outputs, config["id2label"]!.AsObject().Count);

        using var opened = ModelFactory.Load(folder);
        Assert.IsType<PretrainedModel>(opened);
        Assert.Equal(model.Logits(golden.Input()).data<float>().ToArray(), opened.Logits(golden.Input()).data<float>().ToArray());
    }

    [Theory, MemberData(nameof(All))]
    public void A_saved_model_is_a_checkpoint_that_a_recipe_can_start_from(string name)
    {
        var golden = TinyCheckpoint.Read(name);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using (var model = TinyCheckpoint.Open(golden.Folder)) model.Save(folder);
        using var again = TinyCheckpoint.Open(folder);
        Near(golden.Logits[0], again.Logits(golden.Row(0)).data<float>().ToArray());
        Assert.Empty(again.Report.Ignored);
    }

    [Theory, MemberData(nameof(All))]
    public void Every_parameter_gets_a_gradient_and_a_layer(string name)
    {
        var golden = TinyCheckpoint.Read(name);
        using var scope = NewDisposeScope();
        using var model = TinyCheckpoint.Open(golden.Folder);
        model.train();
        model.MemberLogits(golden.Input())[0].pow(2).sum().backward();
        var layers = new HashSet<int>();
        foreach (var (parameterName, parameter) in model.named_parameters())
        {
            Assert.True(parameter.grad is not null && parameter.grad.isfinite().all().ToBoolean(), parameterName);
            // A key bias shifts all scores of a query alike and cancels in the softmax: its gradient is 0 but for rounding.
            if (!parameterName.EndsWith("key.bias", StringComparison.Ordinal)) Assert.True(parameter.grad!.abs().max().ToSingle() > 1e-6, parameterName);
            layers.Add(model.LayerOf(parameterName));
        }
        Assert.Equal(Enumerable.Range(0, model.TopLayer + 1), layers.Order());
        Assert.Equal(0, model.LayerOf(model.EmbeddingNames.Single()));
        Assert.Contains(model.EmbeddingNames.Single(), model.named_parameters().Select(p => p.name));
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_passes_leave_no_tensor_behind(string name)
    {
        var golden = TinyCheckpoint.Read(name);
        using var input = golden.Input();
        using var model = TinyCheckpoint.Open(golden.Folder);
        foreach (var training in new[] { false, true })
        {
            model.train(training);
            LiveTensors.AssertNoLeak(() => model.Logits(input).Dispose());
        }
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("max")]
    [InlineData("attention")]
    [InlineData("cls")]
    public void Another_pooling_starts_its_own_classifier_and_comes_back_from_disk(string pooling)
    {
        var golden = TinyCheckpoint.Read("bert");
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = TinyCheckpoint.Open(golden.Folder, pooling, outputs: 3);
        Assert.Contains("finegrain.classifier.weight", model.Report.Fresh);
        Assert.Contains("bert.pooler.dense.weight", model.Report.Ignored);
        model.Save(folder);
        Assert.Contains("\"BertModel\"", File.ReadAllText(Path.Combine(folder, "config.json")), StringComparison.Ordinal);
        using var opened = ModelFactory.Load(folder);
        Assert.Equal(model.Logits(golden.Input()).data<float>().ToArray(), opened.Logits(golden.Input()).data<float>().ToArray());
    }

    [Fact]
    public void Another_number_of_labels_starts_a_classifier_by_the_seed_and_keeps_the_pooler()
    {
        float[] First(int seed)
        {
            using var model = TinyCheckpoint.Open(TinyCheckpoint.FolderOf("bert"), outputs: 2, seed: seed);
            Assert.Equal(["classifier.bias", "classifier.weight"], model.Report.Fresh.Order());
            Assert.Contains("bert.pooler.dense.weight", model.Report.Taken);
            return model.named_parameters().Single(p => p.name.EndsWith("classifier.weight", StringComparison.Ordinal)).parameter.data<float>().ToArray();
        }
        var drawn = First(1);
        Assert.Equal(drawn, First(1));
        Assert.NotEqual(drawn, First(2));
        Assert.InRange(drawn.Max(Math.Abs), 1e-3, 0.1); // N(0, 0.02²)
    }

    [Fact]
    public void It_can_be_one_member_of_an_ensemble_and_come_back_from_disk()
    {
        var golden = TinyCheckpoint.Read("roberta");
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var ensemble = ModelFactory.Create(
            new EnsembleRecipe { Members = [new PretrainedRecipe { Checkpoint = golden.Folder }, new CnnRecipe { Width = 6, Filters = 4 }] },
            new ModelShape { VocabularySize = TinyCheckpoint.Vocabulary, MaxLength = TinyCheckpoint.Longest, Outputs = TinyCheckpoint.Outputs, Target = "label", PaddingId = 1 }, 1);
        ensemble.eval();
        Near(golden.Logits[0], ensemble.MemberLogits(golden.Input())[0][0].data<float>().ToArray());
        ensemble.Save(folder);
        using var opened = ModelFactory.Load(folder);
        Assert.Equal(ensemble.Logits(golden.Input()).data<float>().ToArray(), opened.Logits(golden.Input()).data<float>().ToArray());
    }

    [Fact]
    public void Heads_of_other_tasks_and_buffers_are_named_as_ignored()
    {
        using var model = TinyCheckpoint.Open(TinyCheckpoint.FolderOf("bert"));
        Assert.Equal(["bert.embeddings.position_ids", "cls.predictions.transform.dense.bias", "cls.predictions.transform.dense.weight"], model.Report.Ignored);
    }

    [Fact]
    public void Rates_come_from_the_checkpoint_unless_the_recipe_gives_one()
    {
        var golden = TinyCheckpoint.Read("distilbert");
        using var scope = NewDisposeScope();
        using var model = TinyCheckpoint.Open(golden.Folder, dropout: 0);
        model.Save(folder);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!;
        Assert.Equal((0.0, 0.0, 0.1), ((double)config["dropout"]!, (double)config["attention_dropout"]!, (double)config["seq_classif_dropout"]!));
        using var own = TinyCheckpoint.Open(golden.Folder);
        own.Save(folder);
        Assert.Equal(0.1, (double)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!["attention_dropout"]!);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static InferenceSession Session(TextModel model)
    {
        var graph = new GraphBuilder();
        model.Emit(graph);
        using var stream = new MemoryStream();
        graph.Save(stream);
        return new InferenceSession(stream.ToArray());
    }

    private static List<NamedOnnxValue> Named(TinyCheckpoint golden, InferenceSession session, Range rows)
    {
        NamedOnnxValue Of(string name, long[][] values) =>
            NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(values[rows].SelectMany(r => r).ToArray(), [values[rows].Length, values[0].Length]));
        return [.. new[] { Of("input_ids", golden.InputIds), Of("attention_mask", golden.AttentionMask), Of("token_type_ids", golden.TokenTypeIds) }
            .Where(v => session.InputNames.Contains(v.Name))];
    }

    private static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}
