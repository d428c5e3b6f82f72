using FineGrain.Models;
using FineGrain.Models.HuggingFace;

namespace FineGrain.Cli.Pipeline;

/// <summary>What a network took from its checkpoints and what it did not, one line each.</summary>
internal static class CheckpointLines
{
    private const int Named = 6;

    public static IEnumerable<string> Of(TextModel model)
    {
        foreach (var pretrained in model.modules().Prepend(model).OfType<PretrainedModel>().Distinct())
        {
            var report = pretrained.Report;
            yield return $"weights {report.Taken.Count} taken from the checkpoint ({pretrained.ModelType})";
            if (report.Fresh.Count > 0) yield return $"        {report.Fresh.Count} start anew: {List(report.Fresh)}";
            if (report.Ignored.Count > 0) yield return $"        {report.Ignored.Count} of the checkpoint have no place here: {List(report.Ignored)}";
        }
    }

    private static string List(IReadOnlyList<string> names) => string.Join(", ", names.Take(Named)) + (names.Count > Named ? ", …" : "");
}
