using System.Diagnostics;
using System.Globalization;
using FineGrain.Core;
using FineGrain.Inference.Quantizing;

namespace FineGrain.Inference.Bench;

/// <summary>One network in every precision, in turns: sentences per second, size, and how far the logits move.</summary>
internal static class Precisions
{
    public static void Print(string folder, string texts, int rounds)
    {
        var examples = File.ReadLines(texts).Where(t => t.Length > 0).Take(512).Select((t, i) => new Example { Id = $"{i}", Text = t }).ToList();
        var source = ModelFolder.Open(folder);
        var work = Directory.CreateTempSubdirectory("finegrain-precisions-").FullName;
        var ways = new (string Name, QuantizationPlan? Plan)[]
        {
            ("fp32", null),
            ("int8, 7 bits, rows", new() { WeightBits = 7, Rows = true }),
            ("int8, 7 bits, dynamic", new() { WeightBits = 7, Rows = false }),
            ("int8, 8 bits, dynamic", new() { WeightBits = 8 }),
            ("int8, 7 bits, static", new() { WeightBits = 7, Static = true, Examples = examples, MaxDrop = 100 }),
            ("int4 blocks", new() { Precision = "int4" }),
        };
        try
        {
            var predictors = ways.Select((w, i) =>
            {
                if (w.Plan is null) return Predictor.Open(folder);
                ModelQuantization.Write(source, Path.Combine(work, $"{i}"), w.Plan);
                return Predictor.Open(Path.Combine(work, $"{i}"));
            }).ToList();
            var exact = predictors[0].Logits([.. examples.Select(e => predictors[0].Encode(e.Text))]);
            var rates = ways.Select(_ => new List<double>()).ToList();
            for (var round = 0; round <= rounds; round++)
                for (var i = 0; i < ways.Length; i++)
                {
                    var watch = Stopwatch.StartNew();
                    foreach (var _ in predictors[i].Predict(examples)) { }
                    if (round > 0) rates[i].Add(examples.Count / watch.Elapsed.TotalSeconds);
                }
            for (var i = 0; i < ways.Length; i++)
            {
                var logits = predictors[i].Logits([.. examples.Select(e => predictors[i].Encode(e.Text))]);
                var error = Math.Sqrt(exact.Zip(logits).SelectMany(p => p.First.Zip(p.Second, (x, y) => Math.Pow(x - y, 2))).Average());
                var size = new FileInfo(predictors[i].Folder.PathOf(predictors[i].Folder.Network)).Length / 1e6;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ways[i].Name,-24} {size,6:F1} MB {Spread.Of(rates[i])} sentences/s, logits off by {error:F5}"));
            }
            predictors.ForEach(p => p.Dispose());
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
