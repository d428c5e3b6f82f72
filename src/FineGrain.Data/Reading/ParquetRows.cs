using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using FineGrain.Core;
using Parquet;
using Parquet.Serialization;

namespace FineGrain.Data.Reading;

/// <summary>Rows of Parquet, one row group in memory at a time; nested groups become dotted columns, lists become JSON text. Rows are numbered through the file.</summary>
internal sealed class ParquetRows(SourceFile file)
{
    /// <summary>The rows, lazily by row group.</summary>
    public IEnumerable<RawRow> Read()
    {
        using var stream = Seekable();
        var groups = Guarded(1, () => Groups(stream));
        var number = 0;
        for (var group = 0; group < groups; group++)
        {
            stream.Position = 0;
            var index = group;
            foreach (var row in Guarded(number + 1, () => Group(stream, index)))
            {
                var columns = new Dictionary<string, string>(StringComparer.Ordinal);
                Flatten(row, "", columns);
                yield return new RawRow(++number, "", columns);
            }
        }
    }

    /// <summary>Parquet is read from its end; a gzip stream is unpacked to memory first.</summary>
    private Stream Seekable()
    {
        var stream = file.Open();
        if (stream.CanSeek) return stream;
        using (stream)
        {
            var memory = new MemoryStream();
            stream.CopyTo(memory);
            memory.Position = 0;
            return memory;
        }
    }

    private static int Groups(Stream stream)
    {
        var reader = ParquetReader.CreateAsync(stream, leaveStreamOpen: true).GetAwaiter().GetResult();
        var count = reader.RowGroupCount;
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return count;
    }

    private static IEnumerable<Dictionary<string, object>> Group(Stream stream, int group) =>
        ParquetSerializer.DeserializeUntypedAsync(stream, null, group).GetAwaiter().GetResult().Data;

    private T Guarded<T>(int row, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException or ParquetException)
        {
            throw new InputException(file.Where(row), $"not a readable Parquet file: {e.Message}", e);
        }
    }

    private static void Flatten(IEnumerable<KeyValuePair<string, object>> row, string prefix, Dictionary<string, string> columns)
    {
        foreach (var (name, value) in row)
        {
            if (value is IEnumerable<KeyValuePair<string, object>> nested) Flatten(nested, $"{prefix}{name}.", columns);
            else if (value is not null) columns[prefix + name] = value is IEnumerable and not string and not byte[] ? Json(value)!.ToJsonString() : Text(value);
        }
    }

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        IEnumerable<KeyValuePair<string, object>> map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Json(p.Value)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Json)]),
        int or long or short or byte => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(Text(value)),
    };

    private static string Text(object value) => value switch
    {
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
