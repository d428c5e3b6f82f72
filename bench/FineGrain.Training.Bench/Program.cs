// Training-step speed, contestants in turns, all from the same first weights. Build with -c Release.
//   dotnet run -c Release --project bench/FineGrain.Training.Bench -- [--model 4x256] [--length 64] [--runs 9] [--threads 2]
//       [--attention-dropout 0.1] [--only exact,used,bfloat16,stock,pytorch] [--real-text DATA_FOLDER TOKENIZER] [--recurrent]
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
var only = (Option("--only") ?? "exact,used,bfloat16,stock,pytorch").Split(',');
Console.WriteLine($"threads {threads}, batch {BenchModel.Rows}, dropout 0.1, attention dropout {attentionDropout}, {runs} turns; sgemm {Gemm.Rate():f0} GF/s");

if (args.Contains("--recurrent"))
{
    Recurrent.Compare(runs);
    return;
}
foreach (var name in models)
{
    var shape = BenchModel.Of(name, threads, attentionDropout);
    using var exact = new OurStep(shape, "exact");
    using var used = only.Contains("used") ? new OurStep(shape, "used") : null;
    using var mixed = only.Contains("bfloat16") ? new OurStep(shape, "used", mixed: true) : null;
    using var stock = only.Contains("stock") ? new StockStep(shape, exact.Weights) : null;
    using var python = only.Contains("pytorch") ? new PythonStep(shape, exact.Weights) : null;
    IStep[] ours = [.. new[] { only.Contains("exact") ? exact : null, used, mixed }.OfType<OurStep>()];
    IStep[] contestants = [.. ours, .. new IStep?[] { stock, python }.OfType<IStep>()];
    var losses = contestants.Select(c => c.Loss(Batches.Random(32, 1))).ToList();
    Console.WriteLine($"\n{name}: first loss {string.Join(", ", losses.Select(loss => loss.ToString("f6")))}");
    if (losses.Max() - losses.Min() > 1e-4) throw new InvalidOperationException("the contestants do not compute the same");

    if (Option("--real-text") is { } data)
    {
        RealText.Compare(data, Option("--real-text", 2) ?? throw new ArgumentException("--real-text DATA_FOLDER TOKENIZER"), ours[0], contestants[^1], runs);
        continue;
    }
    foreach (var length in lengths)
    {
        var times = contestants.ToDictionary(c => c, _ => new List<StepTime>());
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
        Console.WriteLine($"length {length}");
        foreach (var contestant in contestants)
            Console.WriteLine($"  {contestant.Name,-18} {Spread.Of(times[contestant].Select(t => t.Clock))} ms; {BenchModel.Rows * length / Spread.Median(times[contestant].Select(t => t.Clock)) * 1000,8:f0} tokens/s; "
                + $"processor {Spread.Of(times[contestant].Select(t => t.Processor))} ms");
        foreach (var (a, b) in ours.SelectMany(a => contestants.Except(ours).Select(b => (a, b))))
            Console.WriteLine($"  {a.Name} against {b.Name}: {Spread.Of(times[b].Zip(times[a], (slow, fast) => slow.Clock / fast.Clock))} times as fast; "
                + $"processor time {Spread.Of(times[b].Zip(times[a], (slow, fast) => slow.Processor / fast.Processor))}");
        var rate = shape.Flops(BenchModel.Rows, length) / Spread.Median(times[ours[0]].Select(t => t.Clock)) / 1e6;
        Console.WriteLine($"  {rate:f0} GF/s of sgemm's {Spread.Median(gemm):f0}: {rate / Spread.Median(gemm):p0}; last step forward {exact.Forward.TotalMilliseconds:f0}, backward {exact.Backward.TotalMilliseconds:f0}, update {exact.Update.TotalMilliseconds:f0} ms");
    }
}
