using System.Text;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Improving;

/// <summary><c>improve.jsonl</c>: read at the start, added to with every step, each line on the disk before the loop goes on.</summary>
public sealed class ImproveLog
{
    private readonly string path;
    private readonly List<ImproveEntry> entries = [];

    /// <summary>Opens the log of a folder.</summary>
    /// <exception cref="InputException">A line before the last is damaged.</exception>
    public ImproveLog(string path)
    {
        this.path = path;
        if (!File.Exists(path)) return;
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize(lines[i], FeedbackJson.Line.ImproveEntry)!);
            }
            catch (JsonException e)
            {
                if (i < lines.Length - 1) throw new InputException($"{path}:{i + 1}", $"is no line of the log: {e.Message} Begin anew in another folder with --out.", e);
                // Half a line of a killed process: that step is done again.
                FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines[..i].Select(l => l + "\n")))));
            }
        }
    }

    /// <summary>Every step, oldest first.</summary>
    public IReadOnlyList<ImproveEntry> Entries => entries;

    /// <summary>Seconds of work that the entries stand for.</summary>
    public double Seconds => entries.Count == 0 ? 0 : entries[^1].Seconds;

    /// <summary>Adds a step.</summary>
    public void Add(ImproveEntry entry)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write);
        JsonSerializer.Serialize(stream, entry, FeedbackJson.Line.ImproveEntry);
        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
        entries.Add(entry);
    }
}
