using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Cli.Doctoring;

/// <summary>The two engines: ONNX Runtime for prediction, libtorch for training; and the graphics processor.</summary>
internal static class Engines
{
    public static IEnumerable<Finding> Examine()
    {
        yield return Onnx();
        foreach (var finding in Torch()) yield return finding;
    }

    private static Finding Onnx()
    {
        try
        {
            return new("ONNX Runtime", Health.Well, OrtEnv.Instance().GetVersionString());
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            return new("ONNX Runtime", Health.Missing, (e.InnerException ?? e).Message.Split('\n')[0], "predict and evaluate need libonnxruntime beside the program: publish or build again for this system (linux-x64, linux-arm64, win-x64, osx-arm64).");
        }
    }

    private static IEnumerable<Finding> Torch()
    {
        yield return new("libtorch", Health.Missing, "", "");
    }
}
