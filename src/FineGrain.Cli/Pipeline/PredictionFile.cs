using System.Text.Json;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Pipeline;

/// <summary><c>predictions.jsonl</c>: one answer a line.</summary>
internal static class PredictionFile
{
    /// <summary>Writes <paramref name="predictions"/> whole or not at all, one at a time.</summary>
    public static void Write(string path, IEnumerable<Prediction> predictions) => FileWriting.Atomically(path, stream =>
    {
        using var writer = new PredictionWriter(stream);
        foreach (var prediction in predictions) writer.Write(prediction);
    });

    /// <summary>Reads a file, lazily.</summary>
    /// <exception cref="InputException">The file cannot be read, or a line is no prediction.</exception>
    public static IEnumerable<Prediction> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException(path, "is not there. 'finegrain predict --output' and 'finegrain run' write predictions.");
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) yield return Parse(line, path, number);
        }
    }

    private static Prediction Parse(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, CoreJson.Line.Prediction) ?? throw new InputException($"{path}:{number}", "a prediction is expected, found null.");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}:{number}", $"is no prediction: {e.Message} A line is {{\"id\": …, \"text\": …, \"labels\": […], \"gold\": […]}}.", e);
        }
    }
}
