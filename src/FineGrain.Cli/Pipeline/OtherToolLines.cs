using System.Globalization;
using FineGrain.Analysis;

namespace FineGrain.Cli.Pipeline;

/// <summary>The warnings of a terminal: where another tool's number for the same spans is more than a point away.</summary>
internal static class OtherToolLines
{
    public static IEnumerable<string> Of(EvaluationResult result) => (result.Spans?.OtherTools ?? []).Where(t => t.Moves).Select(t =>
        string.Create(CultureInfo.InvariantCulture, $"careful    {t.Name} would print {100 * t.Value:0.0} ({100 * t.Difference:+0.0;-0.0}): {t.Note}"));
}
