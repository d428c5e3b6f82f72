using System.Diagnostics;

namespace FineGrain.Inference.Bench;

/// <summary>Another program that answers each line it gets with a line.</summary>
internal sealed class LinePeer : IDisposable
{
    private readonly Process process;

    public LinePeer(string program, IEnumerable<string> arguments, int threads)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var name in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]) start.Environment[name] = $"{threads}";
        process = Process.Start(start)!;
        var first = process.StandardOutput.ReadLine();
        if (first != "ready") throw new InvalidOperationException($"{program} says '{first}' instead of 'ready'; see above, and docs/performance.md for what it needs");
    }

    public double[] Ask(string line)
    {
        process.StandardInput.WriteLine(line);
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the peer stopped");
        return [.. answer.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => double.Parse(x, null))];
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
