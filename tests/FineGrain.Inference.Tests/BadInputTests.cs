using FineGrain.Core;
using FineGrain.Inference.Quantizing;

namespace FineGrain.Inference.Tests;

/// <summary>What users do to a compressed model folder, and to the predictor on it.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public BadInputTests()
    {
        var source = TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "positive"), width: TinyModel.Wide);
        ModelQuantization.Write(source, Model, new() { Examples = [.. Texts(30)] });
    }

    private string Model => folder["int8"];

    private string Network => Path.Combine(Model, "model.int8.onnx");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_network_is_named()
    {
        File.Delete(Network);
        Assert.StartsWith($"{Network}: is missing.", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_network_is_named()
    {
        File.WriteAllBytes(Network, File.ReadAllBytes(Network)[..^100]);
        Assert.StartsWith($"{Network}: is damaged or was changed", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_of_another_model_is_named()
    {
        File.Copy(Path.Combine(folder["model"], "model.onnx"), Network, overwrite: true);
        Assert.StartsWith($"{Network}: is damaged or was changed", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_swapped_together_with_their_hashes_fail_the_self_tests()
    {
        var other = TinyModel.Write(folder["other"], TinyModel.Manifest("label", "negative", "positive"), width: TinyModel.Wide + 4);
        ModelQuantization.Write(other, folder["other8"], new() { Examples = [.. Texts(30)] });
        File.Copy(Path.Combine(folder["other8"], "model.int8.onnx"), Network, overwrite: true);
        var (mine, theirs) = (ModelFolder.Open(Model).Manifest.Files["model.int8.onnx"], ModelFolder.Open(folder["other8"]).Manifest.Files["model.int8.onnx"]);
        Assert.NotEqual(mine, theirs);
        Edit(mine, theirs);
        Assert.Contains("the self-test ", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 9", "has format 9; this version of FineGrain reads formats up to 1")]
    [InlineData("\"name\": \"int8\"", "\"name\": \"int2\"", "precision 'int2' is not known to this version")]
    [InlineData("\"file\": \"model.int8.onnx\"", "\"file\": \"model.int9.onnx\"", "names the network 'model.int9.onnx', which is not among 'files'")]
    [InlineData("\"weight_bits\"", "\"weight_bots\"", "'precision.weight_bits' is missing")]
    [InlineData("\"positive\"", "\"neutral\", \"positive\"", "has 3 labels, but model.int8.onnx computes 2 logits")]
    public void A_manifest_from_elsewhere_is_refused(string before, string after, string message)
    {
        Edit(before, after);
        Assert.Contains(message, Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    public void Any_number_of_texts_gets_as_many_answers(int count)
    {
        using var predictor = Predictor.Open(Model);
        Assert.Equal(Texts(count).Select(t => t.Id), predictor.Predict(Texts(count)).Select(p => p.Id));
        Assert.Equal(count, predictor.Logits([.. Texts(count).Select(t => predictor.Encode(t.Text))]).Length);
    }

    [Fact]
    public void A_text_over_the_position_limit_is_cut_and_answered()
    {
        using var predictor = Predictor.Open(Model);
        var longest = string.Join(' ', Enumerable.Repeat("good", 62)); // with [CLS] and [SEP] the 64 of the model
        Assert.Equal(predictor.Predict(longest).Probabilities, predictor.Predict($"{longest} bad bad").Probabilities);
    }

    [Fact]
    public async Task Two_compressions_into_one_folder_leave_one_whole_model()
    {
        var source = ModelFolder.Open(folder["model"]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => ModelQuantization.Write(source, folder["shared"], new() { WeightBits = 7, Precision = i % 2 == 0 ? "int8" : "int4" }))));
        using var predictor = Predictor.Open(folder["shared"]);
        Assert.Equal($"model.{predictor.Manifest.Precision!.Name}.onnx", predictor.Folder.Network);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder.Location), f => Path.GetFileName(f).StartsWith("shared.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_closed_predictor_says_so()
    {
        var predictor = Predictor.Open(Model);
        predictor.Dispose();
        predictor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict("good"));
    }

    internal static IEnumerable<Example> Texts(int count) => Enumerable.Range(0, count).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', TinyModel.Words.Skip(i % 7).Take(1 + (i % 4))) });

    private string Refusal() => Assert.Throws<InputException>(() => Predictor.Open(Model)).Message;

    private void Edit(string before, string after)
    {
        var file = Path.Combine(Model, ModelFolder.ManifestFile);
        var text = File.ReadAllText(file);
        Assert.Contains(before, text, StringComparison.Ordinal);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        File.WriteAllText(file, $"{text[..at]}{after}{text[(at + before.Length)..]}");
    }
}
