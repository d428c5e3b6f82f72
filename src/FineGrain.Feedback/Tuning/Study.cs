using System.Text;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Tuning;

/// <summary>The trials of a search, one line each as it ends; a killed search goes on from them.</summary>
public sealed class Study
{
    private readonly string path;
    private readonly List<Trial> trials = [];

    /// <summary>Opens the study of a file.</summary>
    /// <exception cref="InputException">A line before the last is damaged, or the search is over other keys.</exception>
    public Study(string path, IReadOnlyList<Parameter> parameters)
    {
        this.path = path;
        Parameters = parameters;
        if (!File.Exists(path)) return;
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                trials.Add(JsonSerializer.Deserialize(lines[i], FeedbackJson.Line.Trial)!);
            }
            catch (JsonException e)
            {
                if (i < lines.Length - 1) throw new InputException($"{path}:{i + 1}", $"is no trial: {e.Message}", e);
                FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines[..i].Select(l => l + "\n")))));
            }
        }
        if (trials.Count > 0 && !trials[0].Values.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(parameters.Select(p => p.Path)))
            throw new InputException(path, $"holds a search over {string.Join(", ", trials[0].Values.Keys)}. Search the same keys, or give another folder with --out.");
    }

    /// <summary>What varies.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Finished trials, in the order they ended.</summary>
    public IReadOnlyList<Trial> Trials => trials;

    /// <summary>The last rung that each setting reached.</summary>
    public IReadOnlyList<Trial> Latest => [.. trials.GroupBy(t => t.Number).Select(g => g.MaxBy(t => t.Rung)!)];

    /// <summary>The best trial of the highest rung that any reached; null before the first score.</summary>
    public Trial? Best => trials.Where(t => t.Score is not null).OrderByDescending(t => t.Rung).ThenByDescending(t => t.Score).FirstOrDefault();

    /// <summary>Adds a trial; it is on the disk when this returns.</summary>
    public void Add(Trial trial)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write);
        JsonSerializer.Serialize(stream, trial, FeedbackJson.Line.Trial);
        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
        trials.Add(trial);
    }
}
