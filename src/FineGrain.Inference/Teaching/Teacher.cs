using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Inference.Spans;

namespace FineGrain.Inference.Teaching;

/// <summary>A model folder whose logits a student learns. Answers are cached on disk by what decides them: network, tokenizer, encoding and text.</summary>
public sealed class Teacher
{
    private const int Window = 1024;
    private readonly ModelFolder folder;
    private readonly int[] columns;

    private Teacher(ModelFolder folder, int[] columns) => (this.folder, this.columns) = (folder, columns);

    /// <summary>Where the teacher is.</summary>
    public string FolderPath => folder.FolderPath;

    /// <summary>SHA-256 of all that decides its answers.</summary>
    public string Hash => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        (string?[])[folder.Manifest.Files.GetValueOrDefault(folder.Network), folder.Manifest.Files.GetValueOrDefault(ModelFolder.TokenizerFile), JsonSerializer.Serialize(folder.Manifest.Encoding, CoreJson.Line.EncodingManifest), .. folder.Manifest.Files.TryGetValue(ModelFolder.LexiconFile, out var words) ? (string[])[words] : []]))));

    /// <summary>Opens a teacher and proves that it answers what the student is asked.</summary>
    /// <param name="path">A model folder.</param>
    /// <param name="student">Task, target and labels of the student.</param>
    /// <exception cref="InputException">No model folder, or one of another task or label set.</exception>
    public static Teacher Open(string path, ModelManifest student)
    {
        var folder = ModelFolder.Open(path);
        var teacher = folder.Manifest;
        if (teacher.Task != student.Task || teacher.Target != student.Target)
            throw new InputException(path, $"cannot teach this student: its task is {teacher.Task} with target {teacher.Target}, the student's is {student.Task} with target {student.Target}. Name a teacher of the same task.");
        var missing = student.Labels.Except(teacher.Labels).ToList();
        var foreign = teacher.Labels.Except(student.Labels).ToList();
        if (missing.Count + foreign.Count > 0)
            throw new InputException(path, $"cannot teach this student: its labels are {string.Join(", ", teacher.Labels)}, the student's are {string.Join(", ", student.Labels)}. Name a teacher with the same label set.");
        return new(folder, [.. student.Labels.Select(l => folder.Labels.IndexOf(l))]);
    }

    /// <summary>What the teacher is.</summary>
    public ModelManifest Manifest => folder.Manifest;

    /// <summary>
    /// Logits of <paramref name="texts"/> in the student's label order, divided by the teacher's fitted temperature; of a teacher that marks spans those of the units, row-major
    /// [units, tags] in the teacher's own order, from as much of each text as it reads at once.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cacheFolder">Folder of cached answers.</param>
    /// <param name="asked">Told how many texts are answered so far.</param>
    /// <param name="cancellation">Stops between two windows; what was answered until then is kept.</param>
    /// <exception cref="InputException">The teacher's folder is damaged, or the cache cannot be written.</exception>
    public float[][] Answer(IReadOnlyList<Example> texts, string cacheFolder, IProgress<int>? asked = null, CancellationToken cancellation = default)
    {
        var outputs = folder.Outputs;
        var cache = new AnswerCache(cacheFolder, Hash);
        var spans = folder.Manifest.Spans is not null;
        var unknown = texts.Where(t => cache.Find(t) is not { } known || (!spans && known.Length != outputs)).ToList();
        if (unknown.Count > 0)
            Ask(unknown, texts.Count, cache, (predictor, window) =>
            {
                var encoded = new EncodedExample[window.Length];
                for (var i = 0; i < window.Length; i++) encoded[i] = predictor.Encode(window[i]);
                var logits = predictor.Logits(encoded, cancellation);
                for (var i = 0; i < window.Length; i++)
                {
                    if (!logits[i].All(float.IsFinite)) throw new InputException(FolderPath, $"this teacher answers '{window[i].Text}' with a logit that is no number. Train it again with a smaller learning rate.");
                    cache.Add(window[i], logits[i]);
                }
            }, asked, cancellation);
        var scale = (float)(1 / folder.Manifest.Temperature);
        return [.. texts.Select(t => spans ? cache.Find(t)! : Ordered(cache.Find(t)!, scale))];
    }

    /// <summary>The spans that the teacher marks in <paramref name="texts"/>, which a student of span tasks takes for gold (Kim and Rush 2016, section 3.2).</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cacheFolder">Folder of cached answers.</param>
    /// <param name="asked">Told how many texts are answered so far.</param>
    /// <param name="cancellation">Stops between two windows; what was answered until then is kept.</param>
    /// <exception cref="InputException">The teacher's folder is damaged, or the cache cannot be written.</exception>
    public IReadOnlyList<Span>[] Mark(IReadOnlyList<Example> texts, string cacheFolder, IProgress<int>? asked = null, CancellationToken cancellation = default)
    {
        var cache = new AnswerCache(cacheFolder, $"{Hash}-spans");
        var unknown = texts.Where(t => cache.Find(t) is null).ToList();
        if (unknown.Count > 0)
            Ask(unknown, texts.Count, cache, (predictor, window) =>
            {
                var answers = predictor.Predict(window, cancellation).ToList();
                for (var i = 0; i < window.Length; i++)
                    cache.Add(window[i], [.. (answers[i].Spans ?? []).SelectMany(s => new float[] { s.Start, s.End, folder.Labels.IndexOf(s.Label) })]);
            }, asked, cancellation);
        return [.. texts.Select(t => (IReadOnlyList<Span>)[.. cache.Find(t)!.Chunk(3).Select(s => new Span((int)s[0], (int)s[1], folder.Labels.Names[(int)s[2]]))])];
    }

    /// <summary>The spans that more than half of the teachers mark.</summary>
    /// <param name="marks">What each teacher marks in one text.</param>
    public static IReadOnlyList<Span> Agreed(IReadOnlyList<IReadOnlyList<Span>> marks) => marks.Count == 1
        ? marks[0]
        : [.. marks.SelectMany(m => m.Distinct()).CountBy(s => s).Where(c => 2 * c.Value > marks.Count).Select(c => c.Key).OrderBy(s => s.Start).ThenBy(s => s.End)];

    /// <summary>The answers of several teachers as those of one: the mean log-probability for one label (the geometric mean of their probabilities), else the mean logit.</summary>
    /// <param name="answers">The answers of each teacher to the same texts.</param>
    /// <param name="target">label, labels or number.</param>
    public static float[][] Mean(IReadOnlyList<float[][]> answers, string target)
    {
        if (answers.Count == 1) return answers[0];
        return [.. Enumerable.Range(0, answers[0].Length).Select(text =>
        {
            var mean = new float[answers[0][text].Length];
            foreach (var teacher in answers)
            {
                var shift = target == "label" ? WindowLogits.LogSum(teacher[text]) : 0;
                for (var c = 0; c < mean.Length; c++) mean[c] += (float)((teacher[text][c] - shift) / answers.Count);
            }
            return mean;
        })];
    }

    private void Ask(List<Example> texts, int all, AnswerCache cache, Action<Predictor, Example[]> ask, IProgress<int>? asked, CancellationToken cancellation)
    {
        using var predictor = Predictor.Open(FolderPath, new() { Spinning = false });
        try
        {
            var done = all - texts.Count;
            foreach (var window in texts.Chunk(Window))
            {
                cancellation.ThrowIfCancellationRequested();
                ask(predictor, window);
                asked?.Report(done += window.Length);
            }
        }
        finally
        {
            cache.Save();
        }
    }

    private float[] Ordered(float[] logits, float scale) => columns.Length == 0 ? [logits[0] * scale] : [.. columns.Select(c => logits[c] * scale)];
}
