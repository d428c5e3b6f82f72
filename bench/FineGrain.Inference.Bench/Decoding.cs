using System.Diagnostics;
using System.Globalization;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Inference.Bench;

/// <summary>Where the time of a model that marks spans goes: text to units, network, units to spans; one thread, the whole file in each turn.</summary>
internal static class Decoding
{
    public static void Print(string folder, string path, int rounds)
    {
        using var predictor = Predictor.Open(folder, new() { Threads = 1, Spinning = false });
        if (predictor.Manifest.Spans is null) throw new InputException(folder, $"marks no spans: its task is {predictor.Manifest.Task}. Name a model of task spans.");
        var examples = ExampleFile.Read(path).ToList();
        var (encoding, network, decoding) = (new List<double>(), new List<double>(), new List<double>());
        var found = 0;
        for (var round = 0; round <= rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var encoded = examples.Select(predictor.Encode).ToList();
            var read = Stopwatch.GetTimestamp();
            var logits = predictor.Logits(encoded);
            var answered = Stopwatch.GetTimestamp();
            found = 0;
            for (var i = 0; i < encoded.Count; i++) found += predictor.Decode(examples[i], encoded[i], logits[i]).Spans?.Count ?? 0;
            if (round == 0) continue; // warms up
            encoding.Add(Stopwatch.GetElapsedTime(start, read).TotalMilliseconds);
            network.Add(Stopwatch.GetElapsedTime(read, answered).TotalMilliseconds);
            decoding.Add(Stopwatch.GetElapsedTime(answered).TotalMilliseconds);
        }
        Console.WriteLine($"{examples.Count} texts, {found} spans, head {predictor.Manifest.Spans.Head}, one thread, {rounds} rounds; min / median / max of ms");
        foreach (var (name, times) in (ReadOnlySpan<(string, List<double>)>)[("text to units", encoding), ("network", network), ("units to spans", decoding)])
            Console.WriteLine($"  {name,-16} {Spread.Of(times)}");
        var shares = Spread.Of([.. decoding.Zip(network, (d, n) => 100 * d / n)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  units to spans takes {shares} % of the network's time (target: below 10)"));
    }
}
