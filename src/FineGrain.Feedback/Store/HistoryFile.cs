using System.Globalization;
using System.Text;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Store;

/// <summary>The history of a store as a file, one <see cref="HistoryEvent"/> a line: all that was decided, by whom and when, to be taken into another store.</summary>
public static class HistoryFile
{
    /// <summary>Whether a file holds events and not corrections: its first line has an <c>action</c>.</summary>
    public static bool IsHistory(string path)
    {
        if (!File.Exists(path) || File.ReadLines(path).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) is not { } first) return false;
        try
        {
            using var json = JsonDocument.Parse(first);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("action", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The events of a file, lazily; blank lines are skipped.</summary>
    /// <exception cref="InputException">A line is no event; names file:line.</exception>
    public static IEnumerable<HistoryEvent> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException(path, "is not there. 'finegrain corrections export --history' writes a history.");
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) yield return Parse(line, $"{path}:{number}");
        }
    }

    /// <summary>Writes <paramref name="events"/> whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, IEnumerable<HistoryEvent> events) => FileWriting.Atomically(path, stream =>
    {
        foreach (var e in events)
        {
            stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(e, StoreJson.Line.HistoryEvent)));
            stream.WriteByte((byte)'\n');
        }
    });

    private static HistoryEvent Parse(string line, string where)
    {
        try
        {
            var e = JsonSerializer.Deserialize(line, StoreJson.Line.HistoryEvent) ?? throw new InputException(where, "an event is expected, found null.");
            if (e.CorrectionId is null || e.ExampleId is null || e.Author is null || e.Reason is null || e.Payload is null) throw new InputException(where, "an event needs number, correction_id, example_id, action, author, time, reason and payload.");
            switch (e.Action)
            {
                case CorrectionAction.Propose:
                    CorrectionFile.Parse(e.Payload, $"{where}: payload");
                    break;
                case CorrectionAction.Judge or CorrectionAction.Adjudicate when JsonSerializer.Deserialize(e.Payload, StoreJson.Line.Verdict) is null:
                case CorrectionAction.Undo when !long.TryParse(e.Payload, NumberStyles.None, CultureInfo.InvariantCulture, out _):
                    throw new InputException(where, $"'{e.Payload}' is no payload of an event that did {e.Action.ToString().ToLowerInvariant()}.");
            }
            return e;
        }
        catch (JsonException e)
        {
            throw new InputException(where, $"is no event of a history: {e.Message} 'finegrain corrections export --history' writes such lines.", e);
        }
    }
}
