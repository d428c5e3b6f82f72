using System.IO.Compression;
using System.Text.Json;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>
/// The examples as they stand in the page: columns instead of rows, names once, numbers as whole thousandths, slices as bits; JSON, gzip, base64. The texts stand apart in blocks
/// that the page unpacks when they come into sight, so that it opens as fast with many as with few.
/// </summary>
internal static class ExampleStore
{
    /// <summary>Texts in one block.</summary>
    public const int Block = 1000;

    /// <summary>The texts, a block a line.</summary>
    public static string PackTexts(DrillData data) => string.Join('\n', data.Judged.Chunk(Block).AsParallel().AsOrdered().Select(block => Zip(json =>
    {
        json.WriteStartArray();
        foreach (var j in block) json.WriteStringValue(Whole(j.Prediction));
        json.WriteEndArray();
    })));

    /// <summary>All but the texts.</summary>
    public static string Pack(DrillData data, Phrases t) => Zip(json => Write(json, data, t));

    private static string Zip(Action<Utf8JsonWriter> write)
    {
        var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var json = new Utf8JsonWriter(zip, new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(json);
        return Convert.ToBase64String(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, DrillData data, Phrases t)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        json.WriteStartObject();
        json.WriteStartObject("words");
        foreach (var word in (string[])["all", "right", "wrong", "mended", "broken", "both wrong", "gold", "answer", "slice", "id", "text", "loss", "sure", "{0} of {1}", "Search the texts", "Reset"]) json.WriteString(word, t[word]);
        json.WriteEndObject();
        json.WriteStartArray("models");
        json.WriteStringValue(data.NameA);
        if (data.Other.Count > 0) json.WriteStringValue(data.NameB);
        json.WriteEndArray();
        Texts(json, "id", data.Judged.Select(j => j.Prediction.Id));
        json.WriteNumber("block", Block);
        Numbers(json, "length", data.Judged.Select(j => Whole(j.Prediction).Length));
        Numbers(json, "gold", data.Judged.Select(j => Name(AnswerText.Gold(j.Prediction))));
        json.WriteStartArray("answers");
        foreach (var judged in data.Other.Count > 0 ? (IReadOnlyList<JudgedPrediction>[])[data.Judged, data.Other] : [data.Judged])
        {
            json.WriteStartObject();
            Numbers(json, "answer", judged.Select(j => Name(AnswerText.Answer(j.Prediction))));
            Numbers(json, "sure", judged.Select(j => j.Confidence is { } sure ? (int)Math.Round(1000 * sure) : -1));
            Numbers(json, "loss", judged.Select(j => (int)Math.Min(int.MaxValue / 2, Math.Round(1000 * j.Loss))));
            Numbers(json, "right", judged.Select(j => j.Correct is null ? -1 : j.Correct.Value ? 1 : 0));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Texts(json, "names", names.OrderBy(n => n.Value).Select(n => n.Key));
        json.WriteStartObject("slices");
        foreach (var (where, rows) in data.Rows) json.WriteString(where, rows.ToBase64());
        json.WriteEndObject();
        json.WriteEndObject();

        int Name(string name)
        {
            if (!names.TryGetValue(name, out var index)) names[name] = index = names.Count;
            return index;
        }
    }

    private static string Whole(Core.Prediction p) => p.Pair is { } pair ? $"{p.Text}\n{pair}" : p.Text;

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<int> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
