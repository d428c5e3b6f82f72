using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FineGrain.Core;

namespace FineGrain.Training.Bench;

/// <summary>Eager PyTorch in a process of its own; idle between its turns.</summary>
internal sealed class PythonStep : IStep
{
    private readonly Process process;
    private readonly string ids = Path.GetTempFileName();

    public PythonStep(BenchModel shape)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "pytorch_step.py"), .. new[] { shape.Layers, shape.Width, shape.Heads, shape.Inner, shape.Threads }
            .Select(n => n.ToString(CultureInfo.InvariantCulture)), shape.AttentionDropout.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var name in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"]) start.Environment[name] = shape.Threads.ToString(CultureInfo.InvariantCulture);
        process = Process.Start(start)!;
        if (process.StandardOutput.ReadLine() != "ready") throw new InvalidOperationException("python3 cannot run pytorch_step.py; install python3-torch and libopenblas0, or leave it out with --no-python");
    }

    public string Name => "eager PyTorch";

    public double Run(Batch batch)
    {
        File.WriteAllBytes(ids, MemoryMarshal.AsBytes<int>(batch.InputIds.Select(id => (int)id).ToArray()));
        process.StandardInput.WriteLine($"{ids} {batch.Rows} {batch.Length}");
        return double.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("pytorch_step.py ended"), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
        File.Delete(ids);
    }
}
