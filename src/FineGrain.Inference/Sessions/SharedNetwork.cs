using System.Runtime.InteropServices;
using FineGrain.Core;
using FineGrain.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FineGrain.Inference.Sessions;

/// <summary>
/// A network whose weights are in memory once, however many sessions run it: what ONNX Runtime makes of them for its own products (packed weights) is shared as well. It must outlive its sessions.
/// </summary>
internal sealed unsafe class SharedNetwork : IDisposable
{
    private const int Line = 64; // bytes of a line of the cache: our products read whole ones

    private readonly string file;
    private readonly (DateTime, long) read;
    private readonly byte[] outline;
    private readonly Dictionary<string, OrtValue> weights = new(StringComparer.Ordinal);
    private readonly List<nint> memory = [];
    private readonly PrePackedWeightsContainer packed = new();

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file is missing, cannot be read or is not ONNX.</exception>
    public SharedNetwork(string path)
    {
        if (!File.Exists(path)) throw new InputException(path, "is missing. Copy the folder again or write it anew.");
        try
        {
            file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            read = Stamp();
            using var stream = File.OpenRead(file);
            (outline, var constants) = NetworkOutline.Read(stream);
            foreach (var constant in constants)
            {
                var data = (nint)NativeMemory.AlignedAlloc((nuint)constant.Length, Line);
                memory.Add(data);
                stream.Position = constant.Offset;
                stream.ReadExactly(new((void*)data, constant.Length));
                weights[constant.Name] = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, (TensorElementType)(int)constant.Type, constant.Dims, data, constant.Length);
            }
        }
        catch (Exception e)
        {
            Dispose();
            if (e is OnnxRuntimeException or ArgumentException or OverflowException) throw new InputException(path, $"has a weight whose bytes do not fit its shape: {e.Message} Write the model folder anew.", e);
            if (e is IOException or UnauthorizedAccessException) throw new InputException(path, $"cannot be read: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Whether the file is still the one that was read: a folder may be replaced while it serves.</summary>
    public bool Unchanged => Stamp() == read;

    /// <summary>A session of its own on the same weights.</summary>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime cannot open it.</exception>
    public InferenceSession Open(SessionOptions settings)
    {
        // To ONNX Runtime the weights lie in the file. It reads there what it wants to rewrite (filters of convolutions), and takes all else from here.
        settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(file)!);
        foreach (var (name, value) in weights) settings.AddInitializer(name, value);
        return new(outline, settings, packed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        packed.Dispose();
        foreach (var value in weights.Values) value.Dispose();
        foreach (var data in memory) NativeMemory.AlignedFree((void*)data);
        weights.Clear();
        memory.Clear();
    }

    private (DateTime, long) Stamp() => new FileInfo(file) is { Exists: true } info ? (info.LastWriteTimeUtc, info.Length) : default;
}
