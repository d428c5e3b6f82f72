using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FineGrain.Core;
using TorchSharp;

namespace FineGrain.Training.Bench;

/// <summary>Eager PyTorch in a process of its own; idle between its turns.</summary>
internal sealed class PythonStep : IStep
{
    private readonly Process process;
    private readonly string exchange = Path.GetTempFileName(); // weights at first, then a batch at a time

    public PythonStep(BenchModel shape, IReadOnlyList<(string Name, torch.Tensor Value)> weights)
    {
        using (var stream = File.Create(exchange))
            foreach (var (_, value) in weights) stream.Write(value.bytes);
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "pytorch_step.py"), .. new[] { shape.Layers, shape.Width, shape.Heads, shape.Inner, shape.Threads }
            .Select(n => n.ToString(CultureInfo.InvariantCulture)), shape.AttentionDropout.ToString(CultureInfo.InvariantCulture), exchange];
        var start = new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var name in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"]) start.Environment[name] = shape.Threads.ToString(CultureInfo.InvariantCulture);
        process = Process.Start(start)!;
        if (process.StandardOutput.ReadLine() != "ready") throw new InvalidOperationException("python3 cannot run pytorch_step.py; install python3-torch and libopenblas0, or leave it out with --no-python");
    }

    public string Name => "eager PyTorch";

    public double Loss(Batch batch) => double.Parse(Ask("loss", batch), CultureInfo.InvariantCulture);

    public StepTime Run(Batch batch)
    {
        var fields = Ask("step", batch).Split(' ');
        return new(double.Parse(fields[0], CultureInfo.InvariantCulture), double.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    private string Ask(string what, Batch batch)
    {
        File.WriteAllBytes(exchange, MemoryMarshal.AsBytes<int>([.. batch.InputIds.Select(id => (int)id), .. batch.Targets.Select(gold => (int)gold)]));
        process.StandardInput.WriteLine($"{what} {exchange} {batch.Rows} {batch.Length}");
        return process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("pytorch_step.py ended");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
        File.Delete(exchange);
    }
}
