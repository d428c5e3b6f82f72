using FineGrain.Inference;
using FineGrain.Onnx;
using FineGrain.Onnx.Quantization;

namespace FineGrain.Cli.Tests;

public sealed class CompressVerbTests(TinyRun tiny)
{
    [Fact]
    public void Int8_is_judged_on_the_dev_split_of_the_run_and_answers()
    {
        var session = Session.Run("compress", tiny.Model, "--precision", "int8", "--out", tiny.At("int8"), "--sensitivity");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("precision  int8, ", session.Output, StringComparison.Ordinal);
        Assert.Contains("score      accuracy ", session.Output, StringComparison.Ordinal);
        Assert.Contains("on 12 examples", session.Output, StringComparison.Ordinal);
        Assert.Contains("encoder.layer.0.intermediate.dense.weight", session.Output, StringComparison.Ordinal);
        Assert.Equal("model.int8.onnx", ModelFolder.Open(tiny.At("int8")).Network);
        var answer = Session.Run("predict", tiny.At("int8"), "lovely film, lovely");
        Assert.True(answer.Code == 0, answer.Errors);
        Assert.Contains("\"labels\":[\"positive\"]", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_dev_split_it_says_that_nothing_was_judged()
    {
        Copy(tiny.Model, tiny.At("alone/deep/model"));
        var session = Session.Run("compress", tiny.At("alone/deep/model"), "--out", tiny.At("int8-alone"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("judged     on nothing", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_is_not_compressed_again()
    {
        Session.Run("compress", tiny.Model, "--out", tiny.At("int8-once"));
        var session = Session.Run("compress", tiny.At("int8-once"), "--out", tiny.At("int8-twice"));
        Assert.Equal(1, session.Code);
        Assert.Contains("is int8 already", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_portable_network_has_no_operator_of_ours()
    {
        Assert.Equal(0, Session.Run("compress", tiny.Model, "--portable", "--out", tiny.At("int8-portable")).Code);
        Assert.DoesNotContain(OnnxModel.Load(tiny.At("int8-portable/model.int8.onnx")).Nodes, n => n.Domain == RowProduct.Domain);
        Assert.Equal("dynamic", ModelFolder.Open(tiny.At("int8-portable")).Manifest.Precision!.Activations);
    }

    [Fact]
    public void Keys_of_the_tokenizer_cannot_be_set()
    {
        var session = Session.Run("compress", tiny.Model, "--student", "cnn", "--set", "tokenizer.vocabulary_size=100", "--out", tiny.At("smaller"));
        Assert.NotEqual(0, session.Code);
        Assert.Contains("keeps the tokenizer that it was made with", session.Errors, StringComparison.Ordinal);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
