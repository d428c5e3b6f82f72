using System.Text.Json;
using FineGrain.Core;
using FineGrain.Models.Safetensors;
using TorchSharp;

namespace FineGrain.Training.Checkpoints;

/// <summary>
/// A resumable checkpoint: one safetensors file, so that any tool can look into it. Weights, optimiser state, averages and best weights are its tensors,
/// the rest stands as JSON in its metadata. Written beside the old one, flushed to disk and moved over it: a crash leaves the old or the new one, whole.
/// </summary>
internal static class Checkpoint
{
    private const string Key = "finegrain.training";

    /// <summary>Writes the checkpoint.</summary>
    /// <exception cref="InputException">The file cannot be written; the one that stood there is unchanged.</exception>
    public static void Write(string path, CheckpointState state, IEnumerable<(string Name, torch.Tensor Value)> tensors) =>
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(state, CheckpointJson.Default.CheckpointState) });

    /// <summary>Reads the state of a checkpoint and checks that it belongs to this run.</summary>
    /// <exception cref="InputException">Damaged, of another version, or of another run; the message names the differences.</exception>
    public static RunPosition ReadPosition(SafetensorsReader reader, string path, CheckpointState expected)
    {
        var state = reader.Metadata.TryGetValue(Key, out var json)
            ? JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointState)
            : null;
        if (state is null || state.Format != expected.Format)
            throw new InputException(path, $"is no training checkpoint of format {expected.Format}. Delete it to train anew, or choose another folder with --out.");
        var differences = RecipeDifference.Between(state.Recipe, expected.Recipe).ToList();
        if (state.Seed != expected.Seed) differences.Add($"seed: {state.Seed} in the checkpoint, {expected.Seed} now");
        if (state.Threads != expected.Threads) differences.Add($"threads: {state.Threads} in the checkpoint, {expected.Threads} now (set training.threads: {state.Threads})");
        if (state.Identity != expected.Identity) differences.Add("data, tokenizer or model: other than in the checkpoint");
        if (differences.Count > 0)
            throw new InputException(path, $"this checkpoint belongs to another run and cannot be resumed bit for bit. {string.Join("; ", differences)}. "
                + "Restore these values, delete the checkpoint to train anew, or choose another folder with --out.");
        return state.Position;
    }

    /// <summary>Copies the tensors of a checkpoint into those of the run.</summary>
    /// <exception cref="InputException">A tensor is missing or has another shape.</exception>
    public static void ReadInto(SafetensorsReader reader, string path, IEnumerable<(string Name, torch.Tensor Value)> tensors)
    {
        var entries = reader.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        foreach (var (name, value) in tensors)
        {
            if (!entries.TryGetValue(name, out var entry) || !entry.Shape.SequenceEqual(value.shape))
                throw new InputException(path, $"tensor '{name}' is {(entry is null ? "missing" : $"of shape [{string.Join(", ", entry.Shape)}]")}, "
                    + $"the model has [{string.Join(", ", value.shape)}]. Delete the checkpoint to train anew.");
            reader.Read(entry, 0, value.bytes);
        }
    }
}
