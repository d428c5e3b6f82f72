using System.Text.Encodings.Web;
using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Models.Safetensors;

/// <summary>
/// The JSON header of a safetensors file: <c>{"__metadata__": {...}, "name": {"dtype", "shape", "data_offsets": [begin, end]}, ...}</c>.
/// The rules are those of the reference implementation (github.com/huggingface/safetensors): offsets start at 0, follow each other
/// without holes or overlap, and end with the file.
/// </summary>
/// <param name="Entries">Tensors in the order of their data.</param>
/// <param name="Metadata">Free text pairs, <c>format: pt</c> in checkpoints of PyTorch.</param>
public sealed record SafetensorsHeader(IReadOnlyList<TensorEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Longest accepted header in bytes; the reference implementation's limit against hostile files.</summary>
    public const long MaxBytes = 100_000_000;

    private const string MetadataKey = "__metadata__";

    /// <summary>Reads and checks a header.</summary>
    /// <param name="where">The file, for errors.</param>
    /// <param name="json">The header's bytes, padding included.</param>
    /// <param name="dataBytes">Length of the data part.</param>
    /// <exception cref="InputException">Not JSON, a duplicate name, an unknown dtype, or offsets that do not fit the shapes or the file.</exception>
    public static SafetensorsHeader Parse(string where, ReadOnlySpan<byte> json, long dataBytes)
    {
        if (json.Length == 0 || json[0] != (byte)'{') throw Damaged(where, "the header does not start with '{'");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                using var value = JsonDocument.ParseValue(ref reader);
                if (name == MetadataKey) ReadMetadata(where, value.RootElement, metadata);
                else if (!entries.TryAdd(name, ReadEntry(where, name, value.RootElement)))
                    throw Damaged(where, $"tensor '{name}' stands in the header twice");
            }
            while (reader.Read()) { /* a second JSON value after the first makes the reader throw */ }
        }
        catch (JsonException e)
        {
            throw new InputException(where, $"the safetensors header is not valid JSON: {e.Message} The file is damaged; fetch it again.", e);
        }
        var ordered = entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End).ToArray();
        CheckLayout(where, ordered, dataBytes);
        return new SafetensorsHeader(ordered, metadata);
    }

    /// <summary>Lays tensors out in file order: type with the larger alignment first, then by name (ordinal), as the reference implementation does.</summary>
    /// <exception cref="ArgumentException">A name is empty, reserved or given twice.</exception>
    public static SafetensorsHeader Layout(IEnumerable<(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<TensorEntry>();
        var position = 0L;
        foreach (var (name, dtype, shape) in tensors.OrderByDescending(t => t.Dtype).ThenBy(t => t.Name, StringComparer.Ordinal))
        {
            if (name is "" or MetadataKey || !seen.Add(name))
                throw new ArgumentException($"Tensor name '{name}' is empty, reserved or given twice.", nameof(tensors));
            var end = checked(position + TensorEntry.BytesOf(dtype, shape));
            entries.Add(new TensorEntry(name, dtype, shape, position, end));
            position = end;
        }
        return new SafetensorsHeader(entries, metadata ?? new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>The header as JSON, padded with spaces to a multiple of 8 bytes so that the data part is aligned.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in Metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            foreach (var entry in Entries) WriteEntry(json, entry);
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Dtype.NameOf());
        json.WriteStartArray("shape");
        foreach (var extent in entry.Shape) json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(entry.Begin);
        json.WriteNumberValue(entry.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void ReadMetadata(string where, JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Damaged(where, "__metadata__ is not an object of texts");
        foreach (var pair in value.EnumerateObject())
            metadata[pair.Name] = pair.Value.ValueKind == JsonValueKind.String
                ? pair.Value.GetString()!
                : throw Damaged(where, $"__metadata__ '{pair.Name}' is not a text");
    }

    private static TensorEntry ReadEntry(string where, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var extents) || !TryNumbers(extents, out var shape)
            || !value.TryGetProperty("data_offsets", out var span) || !TryNumbers(span, out var offsets) || offsets.Length != 2)
            throw Damaged(where, $"tensor '{name}' lacks a well-formed dtype, shape or data_offsets");
        var typeName = type.GetString()!;
        if (!TensorDtypes.ByName.TryGetValue(typeName, out var dtype))
            throw new InputException(where, $"tensor '{name}' has dtype '{typeName}', which FineGrain does not read. " +
                $"Known: {string.Join(", ", TensorDtypes.ByName.Keys)}. Convert the checkpoint to one of them.");
        return new TensorEntry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static bool TryNumbers(JsonElement value, out long[] numbers)
    {
        numbers = [];
        if (value.ValueKind != JsonValueKind.Array) return false;
        numbers = new long[value.GetArrayLength()];
        var i = 0;
        foreach (var number in value.EnumerateArray())
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out numbers[i]) || numbers[i++] < 0) return false;
        return true;
    }

    private static void CheckLayout(string where, TensorEntry[] ordered, long dataBytes)
    {
        var position = 0L;
        var previous = "";
        foreach (var entry in ordered)
        {
            var shape = $"{entry.Dtype.NameOf()}[{string.Join(", ", entry.Shape)}]";
            if (entry.End < entry.Begin || entry.End > dataBytes)
                throw Damaged(where, $"tensor '{entry.Name}' lies at bytes {entry.Begin}..{entry.End}, outside the data part of {dataBytes} bytes");
            if (entry.Begin < position) throw Damaged(where, $"tensor '{entry.Name}' overlaps '{previous}' (byte {entry.Begin} comes before {position})");
            if (entry.Begin > position) throw Damaged(where, $"bytes {position}..{entry.Begin} before tensor '{entry.Name}' belong to no tensor");
            long needed;
            try
            {
                needed = TensorEntry.BytesOf(entry.Dtype, entry.Shape);
            }
            catch (OverflowException)
            {
                throw Damaged(where, $"tensor '{entry.Name}' has the impossible shape {shape}");
            }
            if (entry.Bytes != needed) throw Damaged(where, $"tensor '{entry.Name}' has {entry.Bytes} bytes; {shape} needs {needed}");
            position = entry.End;
            previous = entry.Name;
        }
        if (position != dataBytes) throw Damaged(where, $"the data part has {dataBytes} bytes; the header describes {position}");
    }

    private static InputException Damaged(string where, string what) =>
        new(where, $"not a sound safetensors file: {what}. Fetch or export the file again.");
}
