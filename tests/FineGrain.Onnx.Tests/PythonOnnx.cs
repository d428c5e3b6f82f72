using System.Diagnostics;

namespace FineGrain.Onnx.Tests;

/// <summary>Debian's Python with the reference implementation of the format (python3-onnx).</summary>
internal static class PythonOnnx
{
    private const string Python = "/usr/bin/python3";

    // Asked once: starting Python is most of the time.
    private static readonly Lazy<bool> installed = new(() => Run("import onnx").Code == 0);

    /// <summary>Skips the test where the package is absent.</summary>
    public static void Need() => Assert.SkipUnless(installed.Value, "needs Python with the onnx package (Debian: python3-onnx)");

    /// <summary>Runs a script; output and errors together.</summary>
    public static (int Code, string Output) Run(string script, params string[] arguments)
    {
        if (!File.Exists(Python)) return (127, "");
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, output + error.Result);
    }
}
