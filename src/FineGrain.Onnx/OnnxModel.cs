using FineGrain.Core;
using FineGrain.Onnx.Messages;
using Google.Protobuf;

namespace FineGrain.Onnx;

/// <summary>An ONNX file in memory, open to change: nodes and initializers can be replaced, added and removed before it is saved again.</summary>
/// <param name="proto">The message of the whole file; owned from here on.</param>
public sealed class OnnxModel(ModelProto proto)
{
    /// <summary>The message of the whole file.</summary>
    public ModelProto Proto { get; } = proto;

    /// <summary>Nodes in the order of computation.</summary>
    public List<NodeProto> Nodes => Proto.Graph.Nodes;

    /// <summary>Constants.</summary>
    public List<TensorProto> Initializers => Proto.Graph.Initializers;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file is missing, cannot be read or is not ONNX.</exception>
    public static OnnxModel Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Load(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">Protobuf of a ModelProto.</param>
    /// <param name="where">Named in errors.</param>
    /// <exception cref="InputException">The stream is not ONNX.</exception>
    public static OnnxModel Load(Stream stream, string where = "ONNX stream")
    {
        var model = new ModelProto();
        try
        {
            using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, recursionLimit: 100);
            model.MergeFrom(input);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InputException(where, $"is not an ONNX model: {e.Message} The file is damaged or of another kind; export it again.", e);
        }
        if (model.IrVersion == 0 || model.OpsetImports.Count == 0)
            throw new InputException(where, "is not an ONNX model: it states no IR version or operator set. The file is damaged or of another kind; export it again.");
        return new(model);
    }

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="InputException">The model exceeds 2 GB, or the place cannot be written.</exception>
    public void Save(string path) => FileWriting.Atomically(path, Save);

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <exception cref="InputException">The model exceeds the 2 GB of a protobuf file.</exception>
    public void Save(Stream stream)
    {
        try
        {
            Proto.CalculateSize();
        }
        catch (OverflowException e)
        {
            throw new InputException("ONNX model", "exceeds 2 GB, the most that one ONNX file can hold. Make the model smaller, or quantize it.", e);
        }
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        Proto.WriteTo(output);
        output.Flush();
    }
}
