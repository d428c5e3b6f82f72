using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Cli.Tests;

/// <summary>A recipe whose training data have a tenth of their positive labels flipped, and what <c>improve</c> makes of it; shared by the tests of the verb.</summary>
public sealed class ImprovedRun : IDisposable
{
    private static readonly string[] Good = ["good", "great", "lovely", "fine", "moving", "funny", "warm", "clever"], Bad = ["bad", "awful", "poor", "dull", "cold", "boring", "silly", "weak"];
    private static readonly string[] Things = ["film", "story", "cast", "song", "scene", "plot", "ending", "book", "show", "music"], Fill = ["the", "a", "this", "very", "and", "with", "some", "of", "in", "really"];
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-improve-").FullName;

    public ImprovedRun()
    {
        var random = new Random(3);
        ExampleFile.Write(At("train.jsonl"), Texts(600, 1).Select(e => e.Label == "positive" && random.NextDouble() < 0.1 ? e with { Labels = ["negative"] } : e));
        ExampleFile.Write(At("dev.jsonl"), Texts(300, 2));
        File.WriteAllText(Recipe, """
            name: flipped
            data:
              train: [{path: train.jsonl, format: examples}]
              dev: [{path: dev.jsonl, format: examples}]
            tokenizer: {kind: word, max_length: 16}
            model: {family: mlp, width: 0, ngrams: {words: 1, buckets: 4096}}
            training: {seeds: [1], epochs: 6, batch_size: 16, threads: 1, optimizer: {learning_rate: 0.02}, stopping: {metric: loss}}
            evaluation: {calibration: none}
            """);
        Session = Session.Run("improve", Recipe, "--out", Out, "--budget", "10m");
    }

    public string Recipe => At("flipped.yaml");

    public string Out => At("out");

    internal Session Session { get; }

    /// <summary>A copy of the loop's folder, to go on with.</summary>
    public string Copy(string name)
    {
        foreach (var file in Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(At(name), Path.GetRelativePath(Out, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return At(name);
    }

    public string At(string name) => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static List<Example> Texts(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var positive = i % 2 == 0;
            string Own() => (positive ? Good : Bad)[random.Next(8)];
            string[] words = [Own(), Own(), Things[random.Next(10)], Things[random.Next(10)], Fill[random.Next(10)], Fill[random.Next(10)], Fill[random.Next(10)]];
            random.Shuffle(words);
            return new Example { Id = $"{seed}-{i}", Text = string.Join(' ', words), Labels = [positive ? "positive" : "negative"] };
        })];
    }
}
