using FineGrain.Core;
using FineGrain.Models.HuggingFace;
using FineGrain.Models.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.HuggingFace;

/// <summary>Other spellings that are accepted, and damage that is named.</summary>
public sealed class CheckpointErrorTests : IDisposable
{
    private readonly List<string> folders = [];

    [Theory]
    [InlineData("bert", "bert.")]
    [InlineData("distilbert", "distilbert.")]
    [InlineData("electra", "electra.")]
    [InlineData("albert", "albert.")]
    public void A_checkpoint_without_the_prefix_gives_the_same_logits(string name, string prefix)
    {
        var folder = Rewritten(name, t => (t.Name.StartsWith(prefix, StringComparison.Ordinal) ? t.Name[prefix.Length..] : t.Name, t.Tensor));
        using var model = TinyCheckpoint.Open(folder);
        Assert.Empty(model.Report.Fresh);
        Assert.Equal(TinyCheckpoint.Read(name).Logits[0][0], Logit(model), 1e-5);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Half_precision_weights_are_read(ScalarType type)
    {
        var folder = Rewritten("electra", t => (t.Name, t.Tensor.to_type(type)));
        using var model = TinyCheckpoint.Open(folder);
        Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float32, p.dtype));
        Assert.Equal(TinyCheckpoint.Read("electra").Logits[0][0], Logit(model), 0.05);
    }

    [Fact]
    public void Missing_encoder_weights_are_named()
    {
        var folder = Rewritten("electra", t => t.Name.Contains("layer.1.output", StringComparison.Ordinal) ? null : t);
        Refused(folder, "lacks 4 weights of model type 'electra': electra.encoder.layer.1.output.dense.weight");
    }

    [Fact]
    public void Another_shape_names_both()
    {
        var folder = Rewritten("albert", t => (t.Name, t.Name.EndsWith("ffn.weight", StringComparison.Ordinal) ? t.Tensor.t() : t.Tensor));
        Refused(folder, "albert_layers.0.ffn.weight' has shape [12, 20]; config.json asks for [20, 12]");
    }

    [Fact]
    public void Quantized_weights_are_refused()
    {
        var folder = Rewritten("albert", t => (t.Name, t.Name.EndsWith("ffn.weight", StringComparison.Ordinal) ? t.Tensor.to_type(ScalarType.Byte) : t.Tensor));
        Refused(folder, "dtype U8");
    }

    [Fact]
    public void Pickled_weights_are_refused_with_the_remedy()
    {
        var folder = Copy("bert");
        File.Move(Path.Combine(folder, "model.safetensors"), Path.Combine(folder, "pytorch_model.bin"));
        Refused(folder, "opening one runs whatever program it contains");
    }

    [Fact]
    public void No_weights_at_all_name_the_files() =>
        Refused(Without("bert", "model.safetensors"), "is missing, and so is model.safetensors.index.json");

    [Fact]
    public void A_missing_shard_is_named() => Refused(Without("roberta", "model-00002-of-00002.safetensors"), "model-00002-of-00002.safetensors");

    [Fact]
    public void A_missing_config_is_named() => Refused(Without("bert", "config.json"), "config.json");

    [Fact]
    public void An_index_that_names_a_tensor_of_no_shard_is_refused()
    {
        var folder = Copy("roberta");
        Replace(Path.Combine(folder, "model.safetensors.index.json"), "\"classifier.dense.bias\"", "\"classifier.thick.bias\"");
        Refused(folder, "names tensor 'classifier.thick.bias', which stands in no shard");
    }

    [Theory]
    [InlineData("\"model_type\": \"electra\"", "\"model_type\": \"elektra\"", "Did you mean 'electra'?")]
    [InlineData("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"mish\"", "'hidden_act' is 'mish'")]
    [InlineData("\"num_attention_heads\": 3", "\"num_attention_heads\": 5", "5 attention heads, which do not divide the width 12")]
    [InlineData("\"hidden_size\": 12", "\"hidden_size\": \"twelve\"", "'hidden_size' is \"twelve\"; it must be a whole number")]
    [InlineData("\"hidden_size\": 12,", "", "lacks 'hidden_size'")]
    [InlineData("\"layer_norm_eps\"", "\"position_embedding_type\": \"relative_key\", \"layer_norm_eps\"", "only absolute is supported")]
    [InlineData("{", "", "is no valid JSON")]
    public void A_config_that_cannot_be_used_says_why(string text, string changed, string expected)
    {
        var folder = Copy("electra");
        Replace(Path.Combine(folder, "config.json"), text, changed);
        Refused(folder, expected);
    }

    [Fact]
    public void A_tokenizer_with_more_ids_than_the_table_is_refused() =>
        Assert.Contains("vocab_size 31, but the tokenizer has 32 ids", Assert.Throws<InputException>(() => TinyCheckpoint.Open(TinyCheckpoint.FolderOf("bert"), vocabulary: 32)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")] // two rows more, which the padding offset takes
    public void A_length_beyond_the_position_table_is_refused(string name)
    {
        TinyCheckpoint.Open(TinyCheckpoint.FolderOf(name), maxLength: 9).Dispose();
        var error = Assert.Throws<InputException>(() => TinyCheckpoint.Open(TinyCheckpoint.FolderOf(name), maxLength: 10));
        Assert.Contains("at most 9", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var folder in folders) Directory.Delete(folder, recursive: true);
    }

    private static void Refused(string folder, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => TinyCheckpoint.Open(folder)).Message, StringComparison.Ordinal);

    private static float Logit(PretrainedModel model)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return model.Logits(TinyCheckpoint.Read(model.ModelType).Input())[0, 0].ToSingle();
    }

    private string Copy(string name)
    {
        folders.Add(TinyCheckpoint.Copy(name));
        return folders[^1];
    }

    private string Without(string name, string file)
    {
        var folder = Copy(name);
        File.Delete(Path.Combine(folder, file));
        return folder;
    }

    private string Rewritten(string name, Func<(string Name, Tensor Tensor), (string, Tensor)?> change)
    {
        using var scope = NewDisposeScope();
        var folder = Copy(name);
        var path = Path.Combine(folder, "model.safetensors");
        SafetensorsFile.Write(path, SafetensorsFile.Read(path).Select(t => change((t.Key, t.Value))).OfType<(string, Tensor)>());
        return folder;
    }

    private static void Replace(string path, string text, string changed)
    {
        var before = File.ReadAllText(path);
        var at = before.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{path} has no {text}");
        File.WriteAllText(path, string.Concat(before.AsSpan(0, at), changed, before.AsSpan(at + text.Length)));
    }
}
