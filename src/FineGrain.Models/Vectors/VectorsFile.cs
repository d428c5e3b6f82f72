using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using FineGrain.Core;
using FineGrain.Models.Safetensors;

namespace FineGrain.Models.Vectors;

/// <summary>
/// <c>vectors.safetensors</c>: <c>embeddings</c> float32 [V, D], <c>tokens</c> the UTF-8 bytes of the vocabulary with a newline between two, and, where n-grams
/// were learned, <c>ngrams</c> float32 [buckets, D]. Needs no libtorch.
/// </summary>
public static class VectorsFile
{
    /// <summary>Its name in the folder of a pretraining.</summary>
    public const string Name = "vectors.safetensors";

    private const string Embeddings = "embeddings", Ngrams = "ngrams", Tokens = "tokens";

    /// <summary>Writes vectors; the same ones give the same bytes.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, StaticVectors vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var tokens = Encoding.UTF8.GetBytes(string.Join('\n', vectors.Tokens));
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["lowercase"] = vectors.Lowercase ? "true" : "false" };
        var tensors = new List<(string, TensorDtype, IReadOnlyList<long>)> { (Embeddings, TensorDtype.F32, [vectors.Tokens.Count, vectors.Width]), (Tokens, TensorDtype.U8, [tokens.Length]) };
        if (vectors.Buckets is { } buckets)
        {
            tensors.Add((Ngrams, TensorDtype.F32, [buckets.Count, vectors.Width]));
            metadata["min_ngram"] = buckets.Shortest.ToString(CultureInfo.InvariantCulture);
            metadata["max_ngram"] = buckets.Longest.ToString(CultureInfo.InvariantCulture);
        }
        SafetensorsWriter.Write(path, SafetensorsHeader.Layout(tensors, metadata), (entry, stream) => stream.Write(entry.Name switch
        {
            Embeddings => MemoryMarshal.AsBytes(vectors.Embeddings.AsSpan()),
            Ngrams => MemoryMarshal.AsBytes(vectors.Ngrams.AsSpan()),
            _ => tokens,
        }));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or holds no vectors.</exception>
    public static StaticVectors Read(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        if (!reader.ByName.TryGetValue(Embeddings, out var table) || table is not { Dtype: TensorDtype.F32, Shape: [var rows, var width] } || !reader.ByName.TryGetValue(Tokens, out var tokens))
            throw new InputException(path, $"holds no vectors: '{Embeddings}' (float32, tokens x width) and '{Tokens}' are expected, found {string.Join(", ", reader.ByName.Keys)}. Write it with 'finegrain pretrain'.");
        var names = Encoding.UTF8.GetString(reader.ReadBytes(tokens)).Split('\n');
        if (names.Length != rows) throw new InputException(path, $"has {rows} vectors for {names.Length} tokens. It is damaged; pretrain again.");
        var grams = reader.ByName.GetValueOrDefault(Ngrams);
        var buckets = grams is null ? null : new NgramBuckets(Number("min_ngram"), Number("max_ngram"), (int)grams.Shape[0]);
        return new(names, (int)width, reader.ReadFloats(table), buckets, grams is null ? [] : reader.ReadFloats(grams), reader.Metadata.GetValueOrDefault("lowercase") == "true");

        int Number(string key) => int.TryParse(reader.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InputException(path, $"has n-grams, but does not say '{key}'. It is damaged; pretrain again.");
    }
}
