using FineGrain.Models.Emission;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Spans;

/// <summary>Modules over units alone, as a graph of their own.</summary>
internal static class UnitGraph
{
    public static Tensor Run(nn.Module module, Func<GraphEmitter, OnnxValue> emit, string input, Tensor ids)
    {
        var graph = new GraphBuilder();
        graph.Output("states", emit(new(graph, module)), OnnxType.Float, "batch", "units", "width");
        using var stream = new MemoryStream();
        graph.Save(stream);
        using var session = new InferenceSession(stream.ToArray());
        var values = new DenseTensor<long>(ids.contiguous().data<long>().ToArray(), [.. ids.shape.Select(d => (int)d)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(input, values)]);
        var states = results.Single().AsTensor<float>();
        return tensor(states.ToArray(), [.. states.Dimensions.ToArray().Select(d => (long)d)]);
    }
}
