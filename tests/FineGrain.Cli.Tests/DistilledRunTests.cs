using FineGrain.Inference;

namespace FineGrain.Cli.Tests;

public sealed class DistilledRunTests(TinyRun tiny) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-distil-").FullName;

    private const string Student = """
        model: {family: cnn, width: 8, filters: 6, windows: [2]}
        """;

    [Fact]
    public void A_student_of_another_family_learns_from_a_trained_model_and_from_texts_without_gold()
    {
        File.WriteAllLines(tiny.At("more.txt"), ["lovely phone", "dull song", "a poor meal"]);
        var run = Run($"distillation.teachers=[{tiny.Model}]", "distillation.copies=2", "distillation.unlabelled=[{path: more.txt}]");
        Assert.True(run.Code == 0, run.Errors);
        Assert.Contains("(51 without gold)", run.Output, StringComparison.Ordinal); // 24 training rows twice, and three lines
        using var predictor = Predictor.Open(Path.Combine(folder, "out", "model"));
        Assert.Equal("positive", predictor.Predict("lovely room, lovely").Labels[0]);
        Assert.Contains("teachers:", predictor.Manifest.Recipe, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_states_and_attention_are_learned_from_a_transformer_over_the_same_tokens()
    {
        var run = Run($"distillation.teachers=[{tiny.Model}]", "distillation.hidden=0.1", "distillation.attention=0.1", "model={family: transformer, width: 6, layers: 1, heads: 2, inner: 8}");
        Assert.True(run.Code == 0, run.Errors);
        run = Run($"distillation.teachers=[{tiny.Model}]", "distillation.hidden=0.1", "tokenizer.kind=character");
        Assert.Equal(1, run.Code);
        Assert.Contains("cuts texts into other tokens", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_teacher_of_another_label_set_is_refused()
    {
        var run = Run($"distillation.teachers=[{tiny.Model}]", "data.train=[{path: data.csv, label_map: {positive: good}}]");
        Assert.Equal(1, run.Code);
        Assert.Contains("cannot teach this student: its labels are negative, positive, the student's are good, negative", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("distillation.copies=2", "only read with 'distillation.teachers'")]
    [InlineData("distillation.teachers=[nowhere]", "nowhere: is not there")]
    public void A_section_that_cannot_work_says_so(string set, string expected)
    {
        var run = Run(set);
        Assert.Equal(1, run.Code);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Session Run(params string[] set)
    {
        var recipe = tiny.At("student.yaml");
        File.WriteAllText(recipe, string.Join('\n', File.ReadLines(tiny.Recipe).Where(l => !l.StartsWith("model:", StringComparison.Ordinal))).Replace("seeds: [1, 2]", "seeds: [1]", StringComparison.Ordinal) + "\n" + Student);
        return Session.Run(["run", recipe, "--out", Path.Combine(folder, "out"), "--set", .. set]);
    }
}
