using System.Globalization;
using System.Runtime.InteropServices;
using FineGrain.Core;
using FineGrain.Models.Safetensors;

namespace FineGrain.Training.Vectors;

/// <summary>The resumable state of a training of vectors: one safetensors file, replaced whole.</summary>
internal sealed class VectorCheckpoint(string path, string identity)
{
    private const string Format = "finegrain vectors 1";

    public void Write(CbowWeights weights, VectorPosition position)
    {
        var tables = Tables(weights);
        var metadata = new Dictionary<string, string>
        {
            ["checkpoint"] = Format,
            ["identity"] = identity,
            ["step"] = position.Step.ToString(CultureInfo.InvariantCulture),
            ["loss_sum"] = position.LossSum.ToString("R", CultureInfo.InvariantCulture),
            ["predictions"] = position.Predictions.ToString(CultureInfo.InvariantCulture),
        };
        var header = SafetensorsHeader.Layout(tables.Select(t => (t.Key, TensorDtype.F32, (IReadOnlyList<long>)[t.Value.Length])), metadata);
        SafetensorsWriter.Write(path, header, (entry, stream) => stream.Write(MemoryMarshal.AsBytes(tables[entry.Name].AsSpan())));
    }

    /// <summary>Fills the weights from the file and says where it stood; null where no file is.</summary>
    /// <exception cref="InputException">The file is damaged or belongs to another run.</exception>
    public VectorPosition? Read(CbowWeights weights)
    {
        if (!File.Exists(path)) return null;
        using var reader = SafetensorsReader.Open(path);
        if (reader.Metadata.GetValueOrDefault("checkpoint") != Format) throw new InputException(path, "is no checkpoint of a training of vectors. Delete it to begin anew.");
        if (reader.Metadata.GetValueOrDefault("identity") != identity)
            throw new InputException(path, "this checkpoint belongs to other data, another recipe or another seed and cannot be resumed bit for bit. Restore them, run without --resume to begin anew, or choose another folder with --out.");
        foreach (var (name, table) in Tables(weights))
        {
            if (!reader.ByName.TryGetValue(name, out var entry) || entry.Count != table.Length) throw new InputException(path, $"has no '{name}' of {table.Length} numbers; it is damaged. Delete it to begin anew.");
            reader.Read(entry, 0, MemoryMarshal.AsBytes(table.AsSpan()));
        }
        return new()
        {
            Step = int.Parse(reader.Metadata["step"], CultureInfo.InvariantCulture),
            LossSum = double.Parse(reader.Metadata["loss_sum"], CultureInfo.InvariantCulture),
            Predictions = long.Parse(reader.Metadata["predictions"], CultureInfo.InvariantCulture),
        };
    }

    private static Dictionary<string, float[]> Tables(CbowWeights weights) => new() { ["input"] = weights.Input, ["output"] = weights.Output, ["positions"] = weights.Positions };
}
