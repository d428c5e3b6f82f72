using System.Diagnostics;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Data.Reading;

namespace FineGrain.Inference.Bench;

/// <summary>Text to label, sentences per second, the ways taken in turns.</summary>
internal static class Throughput
{
    private const int Rounds = 5;

    public static void Print(string folder, string path)
    {
        var examples = ExampleFile.Read(path).Take(4096).ToList();
        while (examples.Count < 1024) examples.AddRange(examples);
        using var predictor = Predictor.Open(folder);
        var ways = new (string Name, Action Run)[]
        {
            ("one by one", () => { foreach (var e in examples) predictor.Predict(e.Text, e.Pair); }),
            ("batches of 32, unsorted", () => { foreach (var rows in examples.Chunk(32)) Unsorted(predictor, rows); }),
            ("streamed, sorted by length", () => { foreach (var _ in predictor.Predict(examples)) { } }),
        };
        var rates = ways.ToDictionary(w => w.Name, _ => new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, run) in ways)
            {
                var watch = Stopwatch.StartNew();
                run();
                if (round > 0) rates[name].Add(examples.Count / watch.Elapsed.TotalSeconds); // the first round warms up
            }
        }
        foreach (var (name, _) in ways)
        {
            var sorted = rates[name].Order().ToArray();
            Console.WriteLine(FormattableString.Invariant($"{name,-28} {sorted[0],8:F0} {sorted[sorted.Length / 2],8:F0} {sorted[^1],8:F0} sentences/s (min, median, max of {Rounds})"));
        }
    }

    private static void Unsorted(Predictor predictor, Example[] rows)
    {
        var encoded = rows.Select(r => predictor.Encode(r.Text, r.Pair)).ToList();
        predictor.Logits(new Collator(paddingId: 0).Collate(encoded, [.. Enumerable.Range(0, rows.Length)]));
    }
}
