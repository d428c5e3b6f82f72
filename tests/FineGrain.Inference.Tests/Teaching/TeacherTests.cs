using FineGrain.Core;
using FineGrain.Inference.Teaching;

namespace FineGrain.Inference.Tests.Teaching;

public sealed class TeacherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Example[] texts = [.. new[] { "this film is good", "bad", "not very good !" }.Select((t, i) => new Example { Id = $"{i}", Text = t })];

    private string Write(string name, ModelManifest manifest) => TinyModel.Write(folder[name], manifest).FolderPath;

    [Fact]
    public void Answers_stand_in_the_students_label_order_divided_by_the_teachers_temperature()
    {
        var path = Write("teacher", TinyModel.Manifest("label", "c", "a", "b") with { Temperature = 2 });
        var answers = Teacher.Open(path, TinyModel.Manifest("label", "a", "b", "c")).Answer(texts, folder["cache"]);
        using var predictor = Predictor.Open(path);
        for (var i = 0; i < texts.Length; i++)
        {
            var own = predictor.Logits([predictor.Encode(texts[i].Text)])[0]; // c, a, b
            Assert.Equal([own[1] / 2, own[2] / 2, own[0] / 2], answers[i], (x, y) => Math.Abs(x - y) < 1e-5);
        }
    }

    [Fact]
    public void A_text_is_asked_once_in_a_teachers_life()
    {
        var path = Write("teacher", TinyModel.Manifest("label", "a", "b"));
        var student = TinyModel.Manifest("label", "b", "a");
        var first = Teacher.Open(path, student).Answer(texts, folder["cache"]);
        File.Delete(Path.Combine(path, "model.onnx")); // it cannot answer any more
        Assert.Equal(first, Teacher.Open(path, student).Answer(texts, folder["cache"]));
        Example[] more = [.. texts, new() { Id = "4", Text = texts[0].Text, Pair = "new" }]; // the same text beside a pair is another question
        Assert.Throws<InputException>(() => Teacher.Open(path, student).Answer(more, folder["cache"]));
    }

    [Fact]
    public void A_damaged_cache_is_asked_anew_and_another_teachers_is_not_read()
    {
        var path = Write("teacher", TinyModel.Manifest("label", "a", "b"));
        var other = Write("other", TinyModel.Manifest("label", "a", "b") with { Encoding = new() { MaxLength = 5 } });
        var student = TinyModel.Manifest("label", "a", "b");
        var first = Teacher.Open(path, student).Answer(texts, folder["cache"]);
        var file = Assert.Single(Directory.GetFiles(folder["cache"]));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);
        Same(first, Teacher.Open(path, student).Answer(texts, folder["cache"]));
        File.WriteAllText(file, "rubbish");
        Same(first, Teacher.Open(path, student).Answer(texts, folder["cache"]));
        Assert.NotEqual(Teacher.Open(path, student).Hash, Teacher.Open(other, student).Hash);
    }

    [Fact]
    public void Stopped_in_the_middle_it_keeps_what_was_answered()
    {
        var path = Write("teacher", TinyModel.Manifest("label", "a", "b"));
        var student = TinyModel.Manifest("label", "a", "b");
        Example[] many = [.. Enumerable.Range(0, 1500).Select(i => new Example { Id = $"{i}", Text = $"film {i}" })];
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Teacher.Open(path, student).Answer(many, folder["cache"], new Told(_ => stop.Cancel()), stop.Token));
        var asked = new List<int>();
        Teacher.Open(path, student).Answer(many, folder["cache"], new Told(asked.Add), CancellationToken.None);
        Assert.Equal([1500], asked); // the first 1,024 came from the cache
    }

    [Theory]
    [InlineData("label", "a", "b", "x")]
    [InlineData("label", "a")]
    [InlineData("labels", "a", "b")]
    public void A_teacher_of_another_task_or_label_set_is_refused(string target, params string[] labels)
    {
        var path = Write("teacher", TinyModel.Manifest("label", "a", "b"));
        var error = Assert.Throws<InputException>(() => Teacher.Open(path, TinyModel.Manifest(target, labels)));
        Assert.Contains("cannot teach this student", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_teachers_answer_with_the_geometric_mean_of_their_probabilities()
    {
        float[][] one = [[0, 0]], other = [[MathF.Log(4), 0]]; // 1 : 1 and 4 : 1
        var mean = Teacher.Mean([one, other], "label")[0];
        Assert.Equal(Math.Log(2), mean[0] - mean[1], 1e-6); // √(1·4) : 1
        Assert.Equal([MathF.Log(4) / 2, 0], Teacher.Mean([one, other], "labels")[0]);
    }

    [Fact]
    public void Spans_count_when_more_than_half_of_the_teachers_mark_them()
    {
        Span place = new(0, 4, "LOC"), name = new(5, 9, "PER"), other = new(5, 9, "LOC");
        Assert.Equal([place, name], Teacher.Agreed([[place, name], [name, place], [other]]));
        Assert.Equal([place], Teacher.Agreed([[place, name], [place, other]])); // one of two is no majority
        Assert.Equal([name], Teacher.Agreed([[name]]));
    }

    private static void Same(float[][] a, float[][] b) => Assert.Equal(a.SelectMany(x => x), b.SelectMany(x => x), (x, y) => Math.Abs(x - y) < 1e-5);

    public void Dispose() => folder.Dispose();

    private sealed class Told(Action<int> tell) : IProgress<int>
    {
        public void Report(int value) => tell(value);
    }
}
