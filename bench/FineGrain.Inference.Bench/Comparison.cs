using System.Diagnostics;
using System.Globalization;
using FineGrain.Core;
using FineGrain.Data.Tokenization;
using FineGrain.Inference.Measuring;
using FineGrain.Inference.Quantizing;

namespace FineGrain.Inference.Bench;

/// <summary>The table of docs/performance.md: our encoder in floats and bytes against npm's pipeline and eager PyTorch on the same texts, every way in its turn of every round.</summary>
internal static class Comparison
{
    private const int Answers = 200, FirstAnswers = 20;

    public static void Print(string tokenizer, string texts, string peers, int rounds, int threads, int count)
    {
        var work = Directory.CreateTempSubdirectory("finegrain-comparison-").FullName;
        try
        {
            Print(work, tokenizer, texts, peers, rounds, threads, count);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void Print(string work, string tokenizer, string texts, string peers, int rounds, int threads, int count)
    {
        string fp32 = Path.Combine(work, "fp32"), int8 = Path.Combine(work, "int8"), lines = Path.Combine(work, "texts.txt"), ids = Path.Combine(work, "ids.txt");
        BenchModel.WriteEncoder(fp32, tokenizer);
        var report = ModelQuantization.Write(ModelFolder.Open(fp32), int8, new());
        var portable = Path.Combine(work, "int8-portable"); // for the other program: with no operator of ours
        var other = ModelQuantization.Write(ModelFolder.Open(fp32), portable, new() { Rows = false });
        WriteForNode(Path.Combine(work, "models", "encoder"), tokenizer, Path.Combine(fp32, ModelFolder.OnnxFile), Path.Combine(portable, other.Precision.File));
        var examples = File.ReadLines(texts).Where(t => t.Length > 0).Take(count).Select((t, i) => new Example { Id = $"{i}", Text = t }).ToList();
        File.WriteAllLines(lines, examples.Select(e => e.Text));
        using var floats = Predictor.Open(fp32, new() { Threads = threads });
        using var bytes = Predictor.Open(int8, new() { Threads = threads });
        File.WriteAllLines(ids, examples.Select(e => string.Join(' ', floats.Encode(e.Text).Ids)));
        using var node = new LinePeer("node", [Path.Combine(peers, "transformers.mjs"), Path.Combine(work, "models"), "encoder", $"{threads}", lines], threads);
        using var torch = new LinePeer("/usr/bin/python3", [Path.Combine(peers, "encoder.py"), "6", "384", "12", "1536", "30522", $"{threads}", ids], threads);
        Console.WriteLine($"6 × 384 encoder, {examples.Count} texts, {threads} threads, {Processor.Instructions}, {report.Precision.WeightBits}-bit weights, {report.Precision.Activations} activations, {rounds} rounds; min / median / max");

        var ways = new (string Name, Func<double> Seconds)[]
        {
            ("FineGrain int8", () => Seconds(() => Consume(bytes, examples))),
            ("FineGrain fp32", () => Seconds(() => Consume(floats, examples))),
            ("npm fp32, the list at once", () => node.Ask($"fp32 {examples.Count}")[0]), // what the pipeline does with a list: one batch
            ("npm fp32, batches of 32", () => node.Ask("fp32 32")[0]),
            ("npm fp32, one by one", () => node.Ask("fp32 0")[0]),
            ("npm q8, the list at once", () => node.Ask($"q8 {examples.Count}")[0]),
            ("npm q8, batches of 32", () => node.Ask("q8 32")[0]),
            ("npm q8, one by one", () => node.Ask("q8 0")[0]),
            ("eager PyTorch, batches of 32", () => torch.Ask("32")[0]),
        };
        var rates = ways.Select(_ => new List<double>()).ToList();
        for (var round = 0; round <= rounds; round++)
            for (var w = 0; w < ways.Length; w++)
            {
                Console.Error.WriteLine($"round {round} of {rounds}: {ways[w].Name}");
                var rate = examples.Count / ways[w].Seconds();
                if (round > 0) rates[w].Add(rate); // the first round warms up
            }
        for (var w = 0; w < ways.Length; w++) Console.WriteLine($"{ways[w].Name,-30} {Spread.Of(rates[w])} sentences/s");

        Console.WriteLine("\nratios                                     min /  median /     max   target");
        var speeds = rates.Select(r => new Speed(r, [])).ToList();
        Ratio("int8 / npm fp32, the list at once", speeds[0], speeds[2], 5);
        Ratio("int8 / npm fp32, batches of 32", speeds[0], speeds[3], 5);
        Ratio("int8 / npm fp32, one by one", speeds[0], speeds[4], 3.5);
        Ratio("int8 / npm q8, the list at once", speeds[0], speeds[5], 2);
        Ratio("int8 / npm q8, batches of 32", speeds[0], speeds[6], 2);
        Ratio("int8 / npm q8, one by one", speeds[0], speeds[7], 2);
        Ratio("fp32 / npm fp32, the list at once", speeds[1], speeds[2], 2.2);
        Ratio("fp32 / npm fp32, batches of 32", speeds[1], speeds[3], 2.2);
        Ratio("fp32 / npm fp32, one by one", speeds[1], speeds[4], 2.2);
        Ratio("int8 / fp32", speeds[0], speeds[1], 2.2);
        Ratio("int8 / eager PyTorch", speeds[0], speeds[8], 4);
        Latencies(bytes, floats, node, rounds);
        Console.WriteLine();
        foreach (var folder in (string[])[Path.Combine(int8, report.Precision.File), Path.Combine(fp32, ModelFolder.OnnxFile)]) Profile.Print(folder, 32, 32, threads);
    }

    /// <summary>
    /// One text of 32 tokens, special tokens included, again and again, the contestants in turns. Each waits until the threads of the one before have stopped looking for work, which they do for a while
    /// on the same cores, and its first answers, with cold caches, do not count.
    /// </summary>
    private static void Latencies(Predictor bytes, Predictor floats, LinePeer node, int rounds)
    {
        var text = string.Join(' ', Enumerable.Repeat("good", 30));
        if (bytes.Encode(text).Ids.Length != 32) throw new InvalidOperationException("the tokenizer does not know the word 'good'");
        var names = (string[])["FineGrain int8", "FineGrain fp32", "npm fp32", "npm q8"];
        var times = names.Select(_ => new List<double>()).ToList();
        Func<IReadOnlyList<double>>[] ways =
        [
            () => Each(bytes, text), () => Each(floats, text), () => node.Ask($"fp32 each {FirstAnswers + Answers} {text}"), () => node.Ask($"q8 each {FirstAnswers + Answers} {text}"),
        ];
        for (var round = 0; round <= rounds; round++)
            foreach (var (list, measure) in times.Zip(ways))
            {
                Thread.Sleep(1000);
                var measured = measure();
                if (round > 0) list.AddRange(measured.Skip(FirstAnswers));
            }
        Console.WriteLine("\none text of 32 tokens        p50 ms   p99 ms   p99 / p50 (target 2)");
        var speeds = times.Select(t => new Speed([], [.. t.Order()])).ToList();
        foreach (var (name, speed) in names.Zip(speeds))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {speed.Percentile(0.5),10:F2} {speed.Percentile(0.99),8:F2} {speed.Percentile(0.99) / speed.Percentile(0.5),8:F2}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p50 of npm fp32 / ours: int8 {speeds[2].Percentile(0.5) / speeds[0].Percentile(0.5):F2} (target 3), fp32 {speeds[2].Percentile(0.5) / speeds[1].Percentile(0.5):F2}"));
    }

    private static double[] Each(Predictor predictor, string text) => [.. Enumerable.Range(0, FirstAnswers + Answers).Select(_ => 1000 * Seconds(() => predictor.Predict(text)))];

    private static void Ratio(string name, Speed ours, Speed theirs, double target)
    {
        var (low, median, high) = ours.Over(theirs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {new Spread(low, median, high)} {target,8:F1} {(median >= target ? "reached" : "missed")}"));
    }

    /// <summary>The layout that the pipeline expects of a model: its network under onnx/, its tokenizer and what kind it is.</summary>
    private static void WriteForNode(string folder, string tokenizer, string fp32, string int8)
    {
        Directory.CreateDirectory(Path.Combine(folder, "onnx"));
        File.Copy(fp32, Path.Combine(folder, "onnx", "model.onnx"));
        File.Copy(int8, Path.Combine(folder, "onnx", "model_quantized.onnx"));
        Tokenizer.Load(tokenizer).Save(Path.Combine(folder, "tokenizer.json"));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"tokenizer_class": "BertTokenizer", "do_lower_case": true, "model_max_length": 128, "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}""");
        File.WriteAllText(Path.Combine(folder, "config.json"), """
            {"model_type": "bert", "architectures": ["BertForSequenceClassification"], "id2label": {"0": "negative", "1": "positive"}, "label2id": {"negative": 0, "positive": 1}}
            """);
    }

    private static void Consume(Predictor predictor, List<Example> examples)
    {
        foreach (var _ in predictor.Predict(examples)) { }
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
