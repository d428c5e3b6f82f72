using FineGrain.Core;

namespace FineGrain.Inference.Tests;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ModelFolderTests() => TinyModel.Write(Model, TinyModel.Manifest("label", "negative", "positive"));

    private string Model => folder["model"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_sound_folder_opens_with_all_it_was_written_with()
    {
        using var predictor = Predictor.Open(Model);
        predictor.ReplaySelfTests();
        Assert.Equal(["config.json", "model.onnx", "tokenizer.json"], predictor.Manifest.Files.Keys.Order());
        Assert.Equal(["negative", "positive"], predictor.Folder.Labels.Names);
        Assert.Equal(2, predictor.Manifest.SelfTests.Count);
        Assert.Equal(64, predictor.Manifest.Encoding.MaxLength);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("tokenizer.json")]
    [InlineData("config.json")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(Model, file));
        Assert.StartsWith($"{Path.Combine(Model, file)}: is missing.", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("tokenizer.json")]
    [InlineData("config.json")]
    public void A_flipped_byte_is_named(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Model, file));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Path.Combine(Model, file), bytes);
        var message = Refusal();
        Assert.StartsWith($"{Path.Combine(Model, file)}: is damaged or was changed: its SHA-256 is ", message, StringComparison.Ordinal);
        Assert.EndsWith("Copy the folder again or write it anew.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_network_is_named_also_without_verification()
    {
        var path = Path.Combine(Model, "model.onnx");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
        Assert.StartsWith($"{path}: is damaged", Refusal(), StringComparison.Ordinal);
        Assert.StartsWith($"{path}: is not an ONNX model, or damaged", Refusal(Verification.None), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_damaged_files_are_all_named()
    {
        File.AppendAllText(Path.Combine(Model, "config.json"), " ");
        File.Delete(Path.Combine(Model, "tokenizer.json"));
        var message = Refusal();
        Assert.StartsWith($"{Path.Combine(Model, "config.json")}: is damaged", message, StringComparison.Ordinal);
        Assert.EndsWith("The same goes for tokenizer.json.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_prediction_does_not_read_can_be_left_unproven()
    {
        File.Delete(Path.Combine(Model, "config.json"));
        Predictor.Open(Model, new() { Verification = Verification.UsedFiles }).Dispose();
        File.Delete(Path.Combine(Model, "tokenizer.json"));
        Assert.Contains("tokenizer.json: is missing", Refusal(Verification.UsedFiles), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_format_is_refused_with_both_numbers()
    {
        EditManifest("\"format\": 1", "\"format\": 2");
        Assert.Contains("finegrain.json: has format 2; this version of FineGrain reads formats up to 1. Update FineGrain", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_labels_than_logits_is_refused()
    {
        EditManifest("\"positive\"", "\"neutral\", \"positive\"");
        Assert.Contains("finegrain.json: has 3 labels, but model.onnx computes 2 logits.", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"target\": \"label\"", "\"target\": \"lable\"", "Did you mean 'label'?")]
    [InlineData("\"positive\"", "\"negative\"", "label 'negative' stands twice")]
    [InlineData("\"temperature\": 1", "\"temperature\": 0", "temperature is 0; it must be above 0")]
    [InlineData("\"thresholds\": []", "\"thresholds\": [0.5]", "lists 1 thresholds for 2 labels")]
    [InlineData("\"config.json\"", "\"../config.json\"", "not inside the folder")]
    [InlineData("\"format\": 1,", "", "'format' is missing")]
    [InlineData("{", "", "is damaged")]
    public void A_manifest_that_contradicts_itself_is_refused(string before, string after, string message)
    {
        EditManifest(before, after);
        Assert.Contains(message, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_leaves_out_what_has_a_default_opens()
    {
        EditManifest("\"thresholds\": [],", "");
        EditManifest("\"scores\": [],", "");
        EditManifest("\"truncation\": \"longest_first\",", "");
        Predictor.Open(Model).Dispose();
    }

    [Fact]
    public void A_network_that_answers_otherwise_fails_its_self_test()
    {
        // the shortest vector is the one that opening replays
        EditManifest("\"text\": \"not good!\",\n      \"logits\": [", "\"text\": \"not good!\",\n      \"logits\": [ 99, ");
        Assert.Contains("the self-test \"not good!\" fails: computes 2 logits, the vector has 3", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_logit_outside_the_tolerance_fails_the_self_test()
    {
        var folder = ModelFolder.Open(Model).Manifest;
        SelfTest[] wrong = [.. folder.SelfTests.Select(t => t with { Logits = [t.Logits[0], t.Logits[1] + 0.01f] })];
        var error = Assert.Throws<InputException>(() => ModelFolder.Write(this.folder["wrong"], folder with { SelfTests = wrong }, f => TinyModel.Fill(f, 2)));
        Assert.Contains("fails: logit 1 is ", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(this.folder["wrong"]), "a folder that fails its own test must not be put in place");
        Assert.Equal([Model], Directory.EnumerateFileSystemEntries(this.folder.Location));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_folder()
    {
        var before = Directory.EnumerateFiles(Model).ToDictionary(f => f, File.ReadAllText);
        Assert.Throws<InvalidOperationException>(() => ModelFolder.Write(Model, TinyModel.Manifest("label", "x", "y"), f =>
        {
            TinyModel.Fill(f, 2);
            throw new InvalidOperationException("the power is gone");
        }));
        Assert.Equal(before, Directory.EnumerateFiles(Model).ToDictionary(f => f, File.ReadAllText));
    }

    [Fact]
    public void What_is_no_model_folder_is_refused()
    {
        Assert.Contains("is not there. Name the model folder", Assert.Throws<InputException>(() => Predictor.Open(folder["nowhere"])).Message, StringComparison.Ordinal);
        Assert.Contains("is not a model folder: it has no finegrain.json", Assert.Throws<InputException>(() => Predictor.Open(folder.Location)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_network_is_refused_by_its_inputs()
    {
        var g = new FineGrain.Onnx.GraphBuilder();
        g.Output("logits", g.Relu(g.Input("pixels", Onnx.Messages.OnnxType.Float, "batch", 2)), Onnx.Messages.OnnxType.Float, "batch", 2);
        var error = Assert.Throws<InputException>(() => ModelFolder.Write(folder["foreign"], TinyModel.Manifest("label", "a", "b"), f =>
        {
            TinyModel.Fill(f, 2);
            g.Save(Path.Combine(f, "model.onnx"));
        }));
        Assert.Contains("is no network of FineGrain: its inputs are pixels", error.Message, StringComparison.Ordinal);
    }

    private string Refusal(Verification verification = Verification.Everything) => Assert.Throws<InputException>(() => Predictor.Open(Model, new() { Verification = verification })).Message;

    private void EditManifest(string before, string after)
    {
        var path = Path.Combine(Model, ModelFolder.ManifestFile);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the manifest has no {before}:\n{text}");
        File.WriteAllText(path, $"{text[..at]}{after}{text[(at + before.Length)..]}");
    }
}
