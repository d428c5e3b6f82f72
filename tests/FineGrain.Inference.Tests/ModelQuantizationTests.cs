using FineGrain.Core;
using FineGrain.Inference.Quantizing;

namespace FineGrain.Inference.Tests;

public sealed class ModelQuantizationTests : IDisposable
{
    private static readonly List<Example> Texts = [.. Enumerable.Range(0, 40).Select(i => new Example { Id = $"{i}", Text = string.Join(' ', TinyModel.Words.Skip(i % 7).Take(1 + (i % 4))) })];
    private readonly TemporaryFolder folder = new();
    private readonly ModelFolder source;

    public ModelQuantizationTests() => source = TinyModel.Write(folder["model"], TinyModel.Manifest("label", "negative", "neutral", "positive"), width: TinyModel.Wide);

    private string Out => folder["int8"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_folder_answers_with_the_quantized_network_alone()
    {
        var report = ModelQuantization.Write(source, Out, new() { Examples = Texts });
        Assert.Equal(["config.json", "finegrain.json", "model.int8.onnx", "tokenizer.json"], Directory.GetFiles(Out).Select(f => Path.GetFileName(f)!).Order());
        Assert.Equal(report.Precision.File, ModelFolder.Open(Out).Network);
        using var floats = Predictor.Open(source.FolderPath);
        using var bytes = Predictor.Open(Out);
        foreach (var text in Texts.Select(t => t.Text))
            Assert.Equal(floats.Predict(text).Probabilities["positive"], bytes.Predict(text).Probabilities["positive"], 0.05);
        Assert.True(report.BytesAfter < report.BytesBefore / 2);
    }

    [Fact]
    public void The_manifest_says_how_and_on_what_it_was_made()
    {
        ModelQuantization.Write(source, Out, new() { Examples = Texts });
        var precision = ModelFolder.Open(Out).Manifest.Precision!;
        Assert.Equal(("int8", "dynamic", Processor.Instructions), (precision.Name, precision.Activations, precision.Instructions));
        Assert.Equal(Processor.HoldsEightBits ? 8 : 7, precision.WeightBits);
        Assert.StartsWith("ONNX Runtime ", precision.Runtime, StringComparison.Ordinal);
        Assert.NotEmpty(ModelFolder.Open(Out).Manifest.SelfTests);
    }

    [Theory]
    [InlineData("int8", true)]
    [InlineData("int4", false)]
    public void Other_ways_open_too(string precision, bool ranges)
    {
        var report = ModelQuantization.Write(source, Out, new() { Precision = precision, Static = ranges, Examples = Texts, MaxDrop = 100 });
        using var predictor = Predictor.Open(Out);
        Assert.Equal((precision, ranges ? "static" : "dynamic"), (predictor.Manifest.Precision!.Name, predictor.Manifest.Precision.Activations));
        Assert.InRange(report.Agreement!.Value, 50, 100);
    }

    [Fact]
    public void A_layer_that_costs_score_goes_back_to_floats()
    {
        // the score is how near the answers are to those of the floats, which are scored first
        IReadOnlyList<Prediction>? floats = null;
        double Nearness(IReadOnlyList<Prediction> answers)
        {
            floats ??= answers;
            return 100 - (1000 * floats.Zip(answers, (a, b) => Math.Abs(a.Probabilities["positive"] - b.Probabilities["positive"])).Max());
        }

        var all = ModelQuantization.Write(source, Out, new() { Examples = Texts, Score = Nearness, MaxDrop = 100, Sensitivity = true });
        Assert.Empty(all.Precision.Kept);
        Assert.True(all.Before - all.After > 0);
        floats = null;
        var held = ModelQuantization.Write(source, Out, new() { Examples = Texts, Score = Nearness, MaxDrop = (all.Before!.Value - all.After!.Value) * 0.9 });
        Assert.NotEmpty(held.Precision.Kept);
        Assert.Equal(held.Layers.MaxBy(l => l.LogitError)!.Name, held.Precision.Kept[0]);
        Assert.Equal(held.Precision.Kept, ModelFolder.Open(Out).Manifest.Precision!.Kept);
    }

    [Fact]
    public void A_score_that_cannot_be_held_is_refused_and_nothing_written()
    {
        var calls = 0;
        var error = Assert.Throws<InputException>(() => ModelQuantization.Write(source, Out, new() { Examples = Texts, Score = _ => calls++ == 0 ? 90 : 50 }));
        Assert.Contains("no layer can be quantized within 0.3 points: 90.00 falls to 50.00", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void What_is_quantized_already_is_refused()
    {
        ModelQuantization.Write(source, Out, new());
        Assert.Contains("is int8 already", Assert.Throws<InputException>(() => ModelQuantization.Write(ModelFolder.Open(Out), folder["again"], new())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_large_weights_is_refused()
    {
        var small = TinyModel.Write(folder["small"], TinyModel.Manifest("label", "a", "b"));
        Assert.Contains("nothing to gain", Assert.Throws<InputException>(() => ModelQuantization.Write(small, Out, new())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_in_the_middle_leaves_nothing_behind()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => ModelQuantization.Write(source, Out, new()
        {
            Examples = Texts,
            Score = _ => { cancellation.Cancel(); return 1; },
        }, cancellation.Token));
        Assert.Equal([source.FolderPath], Directory.EnumerateFileSystemEntries(folder.Location));
    }

    [Theory]
    [InlineData("\"instructions\": \"", "\"instructions\": \"avx1024-", "on a processor with avx1024-")]
    [InlineData("\"runtime\": \"ONNX Runtime ", "\"runtime\": \"ONNX Runtime 0.", "It was checked with ONNX Runtime 0.")]
    [InlineData("\"weight_bits\"", "\"weight_bits\"", "do not belong together")]
    public void A_network_that_answers_otherwise_here_is_refused_with_the_reason(string before, string after, string reason)
    {
        ModelQuantization.Write(source, Out, new() { Examples = Texts });
        var file = Path.Combine(Out, ModelFolder.ManifestFile);
        var manifest = ModelFolder.Open(Out).Manifest;
        var text = File.ReadAllText(file).Replace(before, after, StringComparison.Ordinal);
        // another expectation of the last vector, as a processor that computes otherwise would have
        var logit = System.Text.Json.JsonSerializer.Serialize(manifest.SelfTests[^1].Logits[0]);
        File.WriteAllText(file, text.Replace(logit, "77", StringComparison.Ordinal));
        var error = Assert.Throws<InputException>(() => Predictor.Open(Out));
        Assert.Contains("fails: logit 0 is ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_quantized_network_is_named()
    {
        ModelQuantization.Write(source, Out, new());
        var file = Path.Combine(Out, "model.int8.onnx");
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.StartsWith($"{file}: is damaged or was changed", Assert.Throws<InputException>(() => Predictor.Open(Out)).Message, StringComparison.Ordinal);
    }
}
