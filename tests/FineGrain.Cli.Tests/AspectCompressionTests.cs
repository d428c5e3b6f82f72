using FineGrain.Core;
using FineGrain.Inference;
using FineGrain.Inference.Teaching;

namespace FineGrain.Cli.Tests;

/// <summary>Compression of a model that judges asked aspects: whatever is made of it looks at the aspect too.</summary>
public sealed class AspectCompressionTests(AspectCompressionTests.TrainedOnce run) : IClassFixture<AspectCompressionTests.TrainedOnce>, IDisposable
{
    private static readonly Example Asked = new() { Id = "1", Text = "great room but awful food", Aspects = [new(6, 10, "")] };
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-aspect-compression-").FullName;

    private string Model => run.Model;

    [Fact]
    public void A_teacher_is_asked_about_each_aspect_of_a_text()
    {
        var teacher = Teacher.Open(Model, ModelFolder.Open(Model).Manifest);
        var answers = teacher.Answer([Asked, Asked with { Id = "2", Aspects = [new(21, 25, "")] }], At("cache"), cancellation: TestContext.Current.CancellationToken);
        Assert.True(answers[0][1] > answers[0][0] && answers[1][0] > answers[1][1], "negative stands before positive");
    }

    [Fact]
    public void Bytes_prove_themselves_on_asked_aspects()
    {
        var session = Session.Run("compress", Model, "--precision", "int8", "--max-drop", "100", "--out", At("int8"));
        Assert.True(session.Code == 0, session.Errors);
        var folder = ModelFolder.Open(At("int8"));
        Assert.NotEmpty(folder.Manifest.SelfTests);
        Assert.All(folder.Manifest.SelfTests, test => Assert.NotNull(test.Aspect));
        using var predictor = Predictor.Open(At("int8"));
        Assert.Equal("positive", predictor.Predict(Asked).Labels[0]);
        Assert.Contains("names no aspect to judge", Assert.Throws<InputException>(() => predictor.Predict(Asked.Text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prune", "hidden=0.5")]
    [InlineData("--student", "mlp")] // has none of the parameters that the recipe's groups name
    public void Smaller_networks_are_trained(string step, string value)
    {
        var session = Session.Run("compress", Model, step, value, "--max-drop", "100", "--threads", "1", "--out", At("small"), "--set", "training.epochs=1");
        Assert.True(session.Code == 0, session.Errors);
        using var predictor = Predictor.Open(At("small"));
        Assert.Single(predictor.Predict(Asked).Labels);
    }

    [Fact]
    public void Labels_in_another_order_than_the_networks_are_refused()
    {
        foreach (var file in Directory.EnumerateFiles(Model)) File.Copy(file, At(Path.GetFileName(file)));
        var manifest = At(ModelFolder.ManifestFile);
        var text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, text.Replace("\"negative\"", "\"?\"", StringComparison.Ordinal).Replace("\"positive\"", "\"negative\"", StringComparison.Ordinal).Replace("\"?\"", "\"positive\"", StringComparison.Ordinal));
        var session = Session.Run("predict", folder, Asked.Text, "--aspect", "room");
        Assert.Equal(1, session.Code);
        Assert.Contains("names the labels positive, negative, but model.onnx was trained for negative, positive, in this order.", session.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    /// <summary>The run whose model all tests read.</summary>
    public sealed class TrainedOnce : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("finegrain-aspect-run-").FullName;

        public TrainedOnce()
        {
            File.WriteAllLines(At("data.txt"), AspectSentences.ThreeLines);
            File.WriteAllText(At("recipe.yaml"), """
                name: tiny-aspects
                task: aspects
                data:
                  train: [{path: data.txt, format: three-line}]
                  split: {dev: 0.25}
                tokenizer: {kind: word, max_length: 12}
                model: {family: rnn, cell: gru, width: 8, hidden: 48, pooling: target, reach: 2}
                training: {epochs: 6, batch_size: 4, threads: 1, optimizer: {learning_rate: 0.02}, groups: [{match: "layers*", learning_rate_factor: 0.5}]}
                evaluation: {splits: [dev], bootstrap_samples: 100}
                """);
            var run = Session.Run("run", At("recipe.yaml"), "--out", At("out"));
            Assert.True(run.Code == 0, run.Errors);
        }

        public string Model => Path.Combine(At("out"), "model");

        public void Dispose() => Directory.Delete(folder, recursive: true);

        private string At(string name) => Path.Combine(folder, name);
    }
}
