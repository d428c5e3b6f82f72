// Training-step speed, contestants in turns. Build with -c Release.
//   dotnet run -c Release --project bench/FineGrain.Training.Bench -- [--model 4x256] [--length 64] [--runs 9] [--threads 2]
//       [--attention-dropout 0.1] [--no-python] [--real-text DATA_FOLDER TOKENIZER]
using System.Globalization;
using FineGrain.Training.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
FineGrain.Models.Native.Libtorch.Load();
string? Option(string name, int offset = 1) => Array.IndexOf(args, name) is >= 0 and var i && i + offset < args.Length ? args[i + offset] : null;
var models = Option("--model") is { } m ? [m] : new[] { "4x256", "6x384" };
var lengths = Option("--length") is { } l ? [int.Parse(l)] : new[] { 32, 64, 128 };
var runs = int.Parse(Option("--runs") ?? "9");
var threads = FineGrain.Training.Threads.Use(int.Parse(Option("--threads") ?? "2"));
var attentionDropout = double.Parse(Option("--attention-dropout") ?? "0.1");
Console.WriteLine($"threads {threads}, batch {BenchModel.Rows}, dropout 0.1, attention dropout {attentionDropout}, {runs} turns; sgemm {Gemm.Rate():f0} GF/s");

foreach (var name in models)
{
    var shape = BenchModel.Of(name, threads, attentionDropout);
    using var ours = new OurStep(shape, "exact");
    using var used = new OurStep(shape, "used");
    using var stock = new StockStep(shape);
    using var python = args.Contains("--no-python") ? null : new PythonStep(shape);
    IStep[] contestants = python is null ? [ours, used, stock] : [ours, used, stock, python];
    if (Option("--real-text") is { } data)
    {
        RealText(name, data, Option("--real-text", 2) ?? throw new ArgumentException("--real-text DATA_FOLDER TOKENIZER"), ours, (IStep?)python ?? stock);
        continue;
    }
    foreach (var length in lengths)
    {
        var times = contestants.ToDictionary(c => c, _ => new List<double>());
        var gemm = new List<double>();
        for (var run = -1; run < runs; run++) // the first turn warms up
        {
            var batch = Batches.Random(length, run);
            foreach (var contestant in contestants)
            {
                var time = contestant.Run(batch);
                if (run >= 0) times[contestant].Add(time);
            }
            if (run >= 0) gemm.Add(Gemm.Rate());
        }
        Console.WriteLine($"\n{name} length {length}");
        foreach (var contestant in contestants)
            Console.WriteLine($"  {contestant.Name,-18} {Spread(times[contestant])} ms; {BenchModel.Rows * length / Median(times[contestant]) * 1000,8:f0} tokens/s");
        foreach (var (a, b) in contestants.Take(2).SelectMany(a => contestants.Skip(2).Select(b => (a, b))))
            Console.WriteLine($"  {a.Name} is {Spread([.. times[b].Zip(times[a], (slow, fast) => slow / fast)])} times as fast as {b.Name}");
        var rate = shape.Flops(BenchModel.Rows, length) / Median(times[ours]) / 1e6;
        Console.WriteLine($"  {rate:f0} GF/s of sgemm's {Median(gemm):f0}: {rate / Median(gemm):p0}; last step forward {ours.Forward.TotalMilliseconds:f0}, backward {ours.Backward.TotalMilliseconds:f0}, update {ours.Update.TotalMilliseconds:f0} ms");
    }
}

void RealText(string name, string data, string tokenizer, IStep ours, IStep peer)
{
    var sentences = Batches.Sentences(data, tokenizer, 32 * 32 * runs);
    var (bucketed, padded) = (Batches.Bucketed(sentences, 1), Batches.Padded(sentences, 1));
    var ratios = new List<double>();
    foreach (var (mine, theirs) in bucketed.Chunk(32).Zip(padded.Chunk(32)))
    {
        var fast = mine.Sum(ours.Run) / mine.Sum(b => b.Rows);
        var slow = theirs.Sum(peer.Run) / theirs.Sum(b => b.Rows);
        ratios.Add(slow / fast);
        Console.WriteLine($"  ours {1000 / fast:f1} sentences/s, {peer.Name} {1000 / slow:f1}");
    }
    Console.WriteLine($"{name} on SST-2 sentences: {Spread(ratios)} times the sentences/s of {peer.Name} in random batches padded to the longest ({padded[0].Length})");
}

static string Spread(List<double> values) => $"{values.Min():f2} / {Median(values):f2} / {values.Max():f2}";

static double Median(List<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
}
