using System.Text.Json;
using FineGrain.Core;
using FineGrain.Models.Safetensors;
using static TorchSharp.torch;

namespace FineGrain.Models.HuggingFace;

/// <summary>The weights of a checkpoint folder, in one safetensors file or in the shards of an index; read one tensor at a time.</summary>
internal sealed class CheckpointWeights : IDisposable
{
    private readonly List<SafetensorsReader> files = [];
    private readonly Dictionary<string, (SafetensorsReader File, TensorEntry Entry)> tensors = new(StringComparer.Ordinal);

    /// <summary>Opens a folder and checks every header.</summary>
    /// <exception cref="InputException">No safetensors file, a damaged one, or an index that does not fit its shards.</exception>
    public static CheckpointWeights Open(string folder)
    {
        var weights = new CheckpointWeights { Path = System.IO.Path.Combine(folder, CheckpointFiles.Weights) };
        try
        {
            if (File.Exists(weights.Path)) weights.Add(weights.Path);
            else weights.AddShards(folder);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The file, or the index of the shards, for errors.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => tensors.Keys;

    /// <summary>Extents of a tensor.</summary>
    public IReadOnlyList<long> ShapeOf(string name) => tensors[name].Entry.Shape;

    /// <summary>Copies a tensor into one of the same shape.</summary>
    /// <exception cref="InputException">The tensor holds whole numbers.</exception>
    public void CopyTo(string name, Tensor target)
    {
        var (file, entry) = tensors[name];
        if (entry.Dtype is not (TensorDtype.F16 or TensorDtype.BF16 or TensorDtype.F32 or TensorDtype.F64))
            throw new InputException(file.Path, $"tensor '{name}' has dtype {entry.Dtype.NameOf()}; a weight must be F32, F16, BF16 or F64. Quantized checkpoints cannot be trained on.");
        using var values = SafetensorsFile.Read(file, entry);
        using var still = no_grad();
        target.copy_(values); // returns target itself
    }

    /// <inheritdoc/>
    public void Dispose() => files.ForEach(f => f.Dispose());

    private void AddShards(string folder)
    {
        var index = System.IO.Path.Combine(folder, CheckpointFiles.ShardIndex);
        if (!File.Exists(index))
            throw new InputException(Path, File.Exists(System.IO.Path.Combine(folder, CheckpointFiles.Bin))
                ? $"is missing. {CheckpointFiles.BinRemedy}"
                : $"is missing, and so is {CheckpointFiles.ShardIndex}. A checkpoint is a folder with {CheckpointFiles.Config} and one of them.");
        Path = index;
        foreach (var shard in CheckpointFiles.Shards(index)) Add(System.IO.Path.Combine(folder, shard));
        using var json = JsonDocument.Parse(File.ReadAllBytes(index));
        var absent = json.RootElement.GetProperty("weight_map").EnumerateObject().Select(w => w.Name).FirstOrDefault(name => !tensors.ContainsKey(name));
        if (absent is not null) throw new InputException(index, $"names tensor '{absent}', which stands in no shard. The shards belong to another checkpoint; fetch them again.");
    }

    private void Add(string path)
    {
        var file = SafetensorsReader.Open(path);
        files.Add(file);
        foreach (var entry in file.Entries)
            if (!tensors.TryAdd(entry.Name, (file, entry)))
                throw new InputException(path, $"tensor '{entry.Name}' stands in another shard too. The shards belong to different checkpoints; fetch them again.");
    }
}
