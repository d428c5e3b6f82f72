using FineGrain.Inference;
using FineGrain.Models;

namespace FineGrain.Cli.Tests;

public sealed class CompressStepsTests(TinyRun tiny) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-steps-").FullName;

    private string Out => Path.Combine(folder, "small");

    [Fact]
    public void A_student_is_taught_quantized_judged_and_put_into_place()
    {
        var session = Session.Run("compress", tiny.Model, "--student", "cnn-small", "--precision", "int8", "--threads", "1", "--out", Out);
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("on 12 dev examples", session.Output, StringComparison.Ordinal);
        Assert.Contains("times faster", session.Output, StringComparison.Ordinal);
        Assert.Equal("model.int8.onnx", ModelFolder.Open(Out).Network);
        Assert.Contains("family: cnn", ModelFolder.Open(Out).Manifest.Recipe, StringComparison.Ordinal);
        Assert.Equal(["small"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName)); // nothing is left beside it
        using var predictor = Predictor.Open(Out);
        Assert.Equal("positive", predictor.Predict("lovely room, lovely").Labels[0]);
    }

    [Fact]
    public void Pruning_and_a_smaller_vocabulary_really_shrink_the_matrices()
    {
        var session = Session.Run("compress", tiny.Model, "--prune", "heads=0.5", "inner=0.5", "--vocabulary", "4", "--threads", "1", "--out", Out);
        Assert.True(session.Code == 0, session.Errors);
        using var before = ModelFactory.Load(tiny.Model);
        using var after = ModelFactory.Load(Out);
        Assert.Equal(192, Shape(before, "encoder.layer.0.intermediate.dense.weight")[0]);
        Assert.Equal(96, Shape(after, "encoder.layer.0.intermediate.dense.weight")[0]);
        Assert.Equal([8, 12], Shape(after, "encoder.layer.0.attention.self.query.weight")); // two heads of three stay: half, rounded down, left
        Assert.True(Shape(after, "embeddings.word_embeddings.weight")[0] < Shape(before, "embeddings.word_embeddings.weight")[0]);
        Assert.True(new FileInfo(Path.Combine(Out, "model.onnx")).Length < new FileInfo(Path.Combine(tiny.Model, "model.onnx")).Length);

        static long[] Shape(TextModel model, string name) => model.named_parameters().First(p => p.name == name).parameter.shape;
    }

    [Fact]
    public void A_vocabulary_is_cut_without_training_and_kept_texts_are_answered_as_before()
    {
        var session = Session.Run("compress", tiny.Model, "--vocabulary", "1", "--threads", "1", "--out", Out);
        Assert.True(session.Code == 0, session.Errors);
        using var before = Predictor.Open(tiny.Model);
        using var after = Predictor.Open(Out);
        foreach (var text in (string[])["good film, good", "awful song, awful"])
            Assert.Equal(before.Predict(text).Probabilities["positive"], after.Predict(text).Probabilities["positive"], 1e-5);
    }

    [Theory]
    [InlineData("--vocabulary", "1")]
    [InlineData("--precision", "int8")]
    public void A_model_that_nothing_trains_keeps_its_calibration_thresholds_and_abstention(params string[] step)
    {
        var calibrated = Path.Combine(folder, "calibrated");
        var source = ModelFolder.Open(tiny.Model);
        var manifest = source.Manifest with
        {
            Calibration = new() { Method = "vector", Weights = [2, 3], Biases = [0.5, -0.25], Examples = 40, Nonconformity = [0.1, 0.2] },
            AbstainBelow = 0.125,
        };
        ModelFolder.Write(calibrated, manifest, target =>
        {
            foreach (var file in source.Manifest.Files.Keys) File.Copy(source.PathOf(file), Path.Combine(target, file));
        });
        var session = Session.Run(["compress", calibrated, .. step, "--recipe", tiny.Recipe, "--threads", "1", "--out", Out]);
        Assert.True(session.Code == 0, session.Errors);
        var kept = ModelFolder.Open(Out).Manifest;
        Assert.Equal("vector", kept.Calibration!.Method);
        Assert.Equal([2, 3], kept.Calibration.Weights);
        Assert.Equal([0.5, -0.25], kept.Calibration.Biases);
        Assert.Equal([0.1, 0.2], kept.Calibration.Nonconformity);
        Assert.Equal(manifest.Temperature, kept.Temperature);
        Assert.Equal(0.125, kept.AbstainBelow);
    }

    [Fact]
    public void A_calibration_asked_for_is_fitted_anew_also_without_training()
    {
        var session = Session.Run("compress", tiny.Model, "--vocabulary", "1", "--set", "evaluation.calibration=isotonic", "--threads", "1", "--out", Out);
        Assert.True(session.Code == 0, session.Errors);
        Assert.Equal("isotonic", ModelFolder.Open(Out).Manifest.Calibration!.Method);
    }

    [Fact]
    public void A_trained_model_learns_from_another_one()
    {
        Assert.Equal(0, Session.Run("compress", tiny.Model, "--student", "mlp", "--threads", "1", "--out", Out).Code);
        // The taught folder lies beside no data: its recipe must be named.
        var alone = Session.Run("compress", Out, "--distil-from", tiny.Model, "--out", Path.Combine(folder, "taught"));
        Assert.Equal(1, alone.Code);
        Assert.Contains("Name the recipe that it was trained with by --recipe", alone.Errors, StringComparison.Ordinal);
        var session = Session.Run("compress", Out, "--distil-from", tiny.Model, "--recipe", tiny.Recipe, "--threads", "1", "--out", Path.Combine(folder, "taught"));
        Assert.True(session.Code == 0, session.Errors);
    }

    [Fact]
    public void A_loss_of_score_beyond_what_is_allowed_is_not_written()
    {
        // One pass at a vanishing rate leaves a student that knows nothing.
        var session = Session.Run("compress", tiny.Model, "--student", "mlp", "--max-drop", "1", "--threads", "1", "--out", Out, "--set", "training.epochs=1", "training.optimizer.learning_rate=1e-9");
        Assert.Equal(1, session.Code);
        Assert.Contains("nothing was written", session.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Stopped_in_training_it_goes_on_with_the_same_command()
    {
        string[] command = ["compress", tiny.Model, "--prune", "inner=0.5", "--threads", "1", "--out", Out, "--set", "training.epochs=30"];
        var stopped = Session.RunStoppedAt("dev accuracy", command);
        Assert.Equal(130, stopped.Code);
        Assert.Contains("Go on with the same command", stopped.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
        var resumed = Session.Run(command);
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Contains("goes on after step", resumed.Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Out));
    }

    [Fact]
    public void A_second_process_in_the_same_place_is_refused()
    {
        Directory.CreateDirectory($"{Out}.work");
        using var other = new FileStream(Path.Combine($"{Out}.work", "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        foreach (string[] step in (string[][])[["--student", "mlp"], ["--precision", "int8"], ["--size", "1MB"]])
        {
            var session = Session.Run(["compress", tiny.Model, .. step, "--out", Out]);
            Assert.Equal(1, session.Code);
            Assert.Contains("another process is compressing into this place", session.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_of_another_kind_and_the_model_itself_are_never_replaced()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "thesis.txt"), "ten years");
        Refused("holds files of another kind", Out);
        Assert.Equal("ten years", File.ReadAllText(Path.Combine(Out, "thesis.txt")));

        var free = $"{Out}-2";
        Directory.CreateDirectory($"{free}.work");
        File.WriteAllText(Path.Combine($"{free}.work", "notes.txt"), "mine");
        Refused("holds files of another kind", free);
        Assert.True(File.Exists(Path.Combine($"{free}.work", "notes.txt")));

        Refused("would replace the model", tiny.Model);
        Refused("would replace the model", Path.GetDirectoryName(tiny.Model)!);
        Assert.True(File.Exists(Path.Combine(tiny.Model, ModelFolder.OnnxFile)));

        void Refused(string why, string place)
        {
            foreach (string[] step in (string[][])[["--student", "mlp"], ["--precision", "int8"], ["--size", "1MB"]])
            {
                var session = Session.Run(["compress", tiny.Model, .. step, "--out", place]);
                Assert.Equal(1, session.Code);
                Assert.Contains(why, session.Errors, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("'filters' is nothing that this model has. It has layers, heads, inner.", "--prune", "filters=0.5")]
    [InlineData("names no kind of unit", "--prune", "head=0.5")]
    [InlineData("names no share", "--prune", "heads=2")]
    [InlineData("is no student and no recipe file. Did you mean 'cnn'", "--student", "cn")]
    [InlineData("float32 alone changes nothing", "--precision", "float32")]
    public void What_cannot_be_done_says_so(string expected, params string[] step)
    {
        var session = Session.Run(["compress", tiny.Model, .. step, "--out", Out]);
        Assert.Equal(1, session.Code);
        Assert.Contains(expected, session.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Sparsity_is_reported_and_nothing_is_written()
    {
        var session = Session.Run("compress", tiny.Model, "--sparsity", "0.9");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("sparsity  0.90", session.Output, StringComparison.Ordinal);
        double[] sizes = [.. session.Output.Split('\n').Where(l => l.StartsWith("sparsity", StringComparison.Ordinal)).Select(l => double.Parse(l.Split("compressed")[1].Replace("MB", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(2, sizes.Length);
        Assert.True(sizes[1] <= sizes[0]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
