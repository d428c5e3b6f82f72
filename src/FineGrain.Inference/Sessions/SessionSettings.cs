using FineGrain.Inference.Kernels;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Sessions;

/// <summary>Translates our options to those of ONNX Runtime.</summary>
internal static class SessionSettings
{
    /// <summary>The threads that options ask for.</summary>
    public static int Threads(PredictorOptions options) => options.Threads > 0 ? options.Threads : PhysicalCores.Count;

    public static SessionOptions From(PredictorOptions options)
    {
        var settings = new SessionOptions
        {
            IntraOpNumThreads = Threads(options),
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            GraphOptimizationLevel = options.Optimization switch
            {
                GraphOptimization.None => GraphOptimizationLevel.ORT_DISABLE_ALL,
                GraphOptimization.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
                GraphOptimization.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
                _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
            },
            // Plans of memory are kept for every shape that was seen; our shapes change with every batch, and memory would grow.
            EnableMemoryPattern = false,
        };
        if (!options.Spinning) settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        OwnOperators.Register(settings);
        return settings;
    }
}
