using FineGrain.Core;
using FineGrain.Models.Native;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace FineGrain.Cli.Doctoring;

/// <summary>The two engines: ONNX Runtime for prediction, libtorch for training; and the graphics processor.</summary>
internal static class Engines
{
    private const string NoTorch = "training needs it beside the program: build or publish with the libtorch package of this system. predict, evaluate and compare work without.";

    public static IEnumerable<Finding> Examine() => [Onnx(), Torch(), Graphics()];

    private static Finding Onnx()
    {
        try
        {
            return new("ONNX Runtime", Health.Well, OrtEnv.Instance().GetVersionString());
        }
        catch (Exception e) when (IsMissingLibrary(e))
        {
            return new("ONNX Runtime", Health.Missing, Reason(e), "predict and evaluate need libonnxruntime beside the program: build or publish for this system (linux-x64, linux-arm64, win-x64, osx-arm64).");
        }
    }

    private static Finding Torch()
    {
        try
        {
            var loaded = Libtorch.Load();
            using var probe = torch.ones(2);
            return new("libtorch", Health.Well, $"{torch.__version__}: {loaded}");
        }
        catch (Exception e) when (IsMissingLibrary(e))
        {
            return new("libtorch", Health.Missing, Reason(e), NoTorch);
        }
    }

    private static Finding Graphics()
    {
        var driver = File.Exists("/proc/driver/nvidia/version");
        try
        {
            if (torch.cuda.is_available()) return new("CUDA", Health.Well, $"{torch.cuda.device_count()} device(s)");
        }
        catch (Exception e) when (IsMissingLibrary(e))
        {
            return new("CUDA", Health.Optional, "not asked: libtorch cannot be loaded", "mend libtorch first.");
        }
        return driver ? new("CUDA", Health.Optional, "an NVIDIA driver is there, but this libtorch is built for the CPU", "reference TorchSharp-cuda-linux in place of libtorch-cpu-linux-x64 and build again.")
            : new("CUDA", Health.Optional, "no NVIDIA driver; everything runs on the CPU", "nothing to do, unless the machine has an NVIDIA card: then install its driver.");
    }

    private static bool IsMissingLibrary(Exception e) =>
        e is InputException or DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException or NotSupportedException;

    private static string Reason(Exception e) => (e is TypeInitializationException { InnerException: { } inner } ? inner : e).Message.Split('\n')[0];
}
