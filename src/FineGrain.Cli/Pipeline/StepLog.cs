using System.Text.Json;
using System.Text.Json.Serialization;
using FineGrain.Analysis.Reporting;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Training;

namespace FineGrain.Cli.Pipeline;

/// <summary><c>steps.jsonl</c>: what each step of a seed did; the curves of the report, also after a resumed run.</summary>
internal sealed class StepLog : IDisposable
{
    private readonly StreamWriter writer;

    /// <summary>Goes on after the first <paramref name="kept"/> steps of an earlier process; what stood behind them is cut off.</summary>
    public StepLog(string path, int kept)
    {
        var before = kept == 0 || !File.Exists(path) ? [] : Read(path).Where(s => s.Step <= kept).ToList();
        FileWriting.Atomically(path, stream =>
        {
            foreach (var step in before)
            {
                JsonSerializer.Serialize(stream, step, StepJson.Default.LoggedStep);
                stream.WriteByte((byte)'\n');
            }
        });
        writer = new(path, append: true) { NewLine = "\n" };
    }

    public void Add(StepReport step)
    {
        var metrics = step.Evaluation?.Metrics.Where(m => double.IsFinite(m.Value)).ToDictionary();
        writer.WriteLine(JsonSerializer.Serialize(new(step.Step, step.Epoch, step.Loss, step.LearningRate, step.GradientNorm, step.Tokens, step.Seconds, metrics, metrics is null ? null : step.TotalSteps), StepJson.Default.LoggedStep));
        if (step.Evaluation is not null || step.CheckpointWritten) writer.Flush();
    }

    public void Dispose() => writer.Dispose();

    /// <summary>The evaluation whose weights were kept, and the share of all steps that were done by then; null before the first evaluation.</summary>
    public static (double Value, double Share)? Kept(string path, StoppingRecipe stopping, DevMetric metric)
    {
        (double Value, double Share)? kept = null;
        foreach (var step in Read(path))
            if (step.Dev?.TryGetValue(metric.Name, out var value) == true && metric.Replaces(value, kept?.Value, stopping))
                kept = (value, step.Of is { } all ? (double)step.Step / all : 1);
        return kept;
    }

    /// <summary>Loss in training and on dev, learning rate and the deciding dev metric of a seed.</summary>
    public static IEnumerable<Curve> Curves(string path, int seed, string metric)
    {
        var steps = Read(path).ToList();
        var stride = Math.Max(1, steps.Count / 500);
        yield return new("loss", $"seed {seed}", [.. steps.Chunk(stride).Select(c => new CurvePoint(c[^1].Step, c.Average(s => s.Loss)))]);
        if (metric != "loss" && Dev("loss") is { Count: > 0 } devLoss) yield return new("loss", $"seed {seed}, dev", devLoss);
        yield return new("learning rate", $"seed {seed}", [.. steps.Chunk(stride).Select(c => new CurvePoint(c[^1].Step, c[^1].LearningRate))]);
        if (Dev(metric) is { Count: > 0 } dev) yield return new($"dev {metric}", $"seed {seed}", dev);

        List<CurvePoint> Dev(string name) => [.. steps.Where(s => s.Dev?.ContainsKey(name) == true).Select(s => new CurvePoint(s.Step, s.Dev![name]))];
    }

    private static IEnumerable<LoggedStep> Read(string path)
    {
        if (!File.Exists(path)) yield break;
        foreach (var line in File.ReadLines(path))
        {
            LoggedStep? step = null;
            try
            {
                step = JsonSerializer.Deserialize(line, StepJson.Default.LoggedStep);
            }
            catch (JsonException)
            {
                // The last line of a killed process may be half a line; the curve ends there.
            }
            if (step is null) yield break;
            yield return step;
        }
    }
}

/// <summary>One line of the log; <paramref name="Of"/>, the steps of the whole run, stands beside dev metrics.</summary>
internal sealed record LoggedStep(int Step, int Epoch, double Loss, double LearningRate, double GradientNorm, int Tokens, double Seconds, Dictionary<string, double>? Dev, int? Of = null);

/// <summary>JSON of the log.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LoggedStep))]
internal sealed partial class StepJson : JsonSerializerContext;
