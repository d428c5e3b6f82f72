using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Kernels;

/// <summary>
/// The operators of a network that was quantized for FineGrain alone: products of bytes by rows, attention, and sum with norm. A <see cref="Predictor"/> has them by itself; a program that opens
/// a compressed network in a session of its own registers them first.
/// </summary>
public static unsafe class OwnOperators
{
    private static readonly void* Domain = Open();

    /// <summary>Lets sessions that are opened with these options run the operators.</summary>
    /// <param name="options">The options; what they say otherwise is not changed.</param>
    public static void Register(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OnnxApi.Register(options, Domain);
    }

    // ONNX Runtime notes a domain when the first session with it opens, and two that open at once would both note it, which it takes for an error: the first is one of ours, before any other.
    private static void* Open()
    {
        var domain = OnnxApi.Domain(RowProduct.Domain, [.. RowOperator.All(), AttentionOperator.Describe(), NormOperator.Describe()]);
        var graph = new GraphBuilder();
        graph.Output("y", graph.Input("x", OnnxType.Float, 1), OnnxType.Float, 1);
        using var network = new MemoryStream();
        graph.Build().Save(network);
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        OnnxApi.Register(settings, domain);
        using var first = new InferenceSession(network.ToArray(), settings);
        return domain;
    }
}
