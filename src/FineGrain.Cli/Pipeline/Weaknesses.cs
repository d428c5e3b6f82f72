using System.Globalization;
using FineGrain.Analysis.Slicing;
using FineGrain.Core;

namespace FineGrain.Cli.Pipeline;

/// <summary>Searches the best seed's answers for slices that are worse than the rest and writes findings.json.</summary>
internal static class Weaknesses
{
    private const int Said = 3;

    /// <summary>Looks at dev where it was scored: what is found is worked on, and test must not be.</summary>
    public static IEnumerable<string> Find(Preparation prepared, RunFolder folder)
    {
        var split = prepared.Recipe.Evaluation.Splits.Contains("dev") ? "dev" : prepared.Recipe.Evaluation.Splits[0];
        var options = new SliceOptions { Target = prepared.Recipe.Target, Dataset = prepared.Recipe.Name, Split = split };
        var analysis = new SliceAnalysis(PredictionFile.Read(folder.Predictions(split)), prepared.Data.Labels, options, TrainingKnowledge.Of(prepared.Data.Train));
        var findings = analysis.Findings();
        FindingsFile.Write(folder.Findings, findings);
        return [.. findings.Take(Said).Select(f => string.Create(CultureInfo.InvariantCulture,
            $"weak    {f.Slice}  {f.Metric} {f.Score:0.000} against {f.Rest:0.000} elsewhere, {f.Support} examples of {f.Split}, p {f.AdjustedPValue:0.0000} after correction"))];
    }
}
