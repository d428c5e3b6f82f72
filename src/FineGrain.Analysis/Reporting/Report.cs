using System.Text;
using FineGrain.Analysis.Reporting.Sections;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting;

/// <summary>
/// <c>report.html</c>: one file that shows what a run did and how far to trust it. It asks the network for nothing, reads well without scripts,
/// on paper, on a phone, and in light and dark. Texts and labels in it may be hostile: all are escaped, and a content security policy stands behind.
/// </summary>
public static class Report
{
    /// <summary>Up to so many labels the confusion matrix fits half the width.</summary>
    private const int Narrow = 4;

    /// <summary>Writes the page whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, ReportData data) => FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(data))));

    /// <summary>The page. The same data give the same text.</summary>
    public static string Render(ReportData data)
    {
        var body = new Html();
        for (var i = 0; i < data.Evaluations.Count; i++) body.Add(Section(data.Evaluations[i], i));
        body.Add(Seeds.Draw(data.SeedScores)).Add(TrainingCurves.Draw(data.Curves)).Add(DataFacts.Draw(data.Splits, data.DataNotes)).Add(RunFacts.Draw(data.Recipe, data.Environment));
        var content = body.ToString();
        return new Html()
            .Add($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"{Assets.Policy}\">")
            .Add($"<link rel=\"icon\" href=\"data:,\"><title>{data.Name} · FineGrain report</title><style>").Raw(Assets.Css).Raw("</style></head><body>")
            .Add(Masthead(data, content))
            .Raw("<main>").Raw(content)
            .Raw("<footer>Made by FineGrain. Intervals are 95% percentile bootstrap intervals over the examples unless another kind is named.</footer></main><script>").Raw(Assets.Script).Raw("</script></body></html>\n")
            .ToString();
    }

    private static Html Masthead(ReportData data, string content)
    {
        var html = new Html().Raw("<header class=\"masthead\"><div><div class=\"eyebrow\"><b>FineGrain report</b>");
        if (data.Finished is { } finished) html.Add($"<span>{finished:yyyy-MM-dd HH:mm zzz}</span>");
        html.Add($"</div><h1>{data.Name}</h1>");
        if (data.Subtitle.Length > 0) html.Add($"<p class=\"lede\">{data.Subtitle}</p>");
        html.Raw("<nav aria-label=\"Sections\">");
        for (var i = 0; i < data.Evaluations.Count; i++) html.Add($"<a href=\"#evaluation-{i}\">{Title(data.Evaluations[i])}</a>");
        foreach (var (id, name) in ((string, string)[])[("seeds", "Over seeds"), ("training", "Training"), ("data", "Data"), ("run", "To repeat it")])
            if (content.Contains($"<h2 id=\"{id}\"", StringComparison.Ordinal)) html.Add($"<a href=\"#{id}\">{name}</a>");
        return html.Raw("</nav></div></header>");
    }

    private static Html Section(EvaluationResult evaluation, int index)
    {
        var html = new Html()
            .Add($"<h2 id=\"evaluation-{index}\">{Title(evaluation)} <span class=\"note\">{evaluation.Options.Dataset}, {Words.Examples(evaluation.Support)}{(evaluation.Options.Seed is { } seed ? $", seed {seed}" : "")}</span></h2>")
            .Add(ScoreTiles.Draw(evaluation))
            .Add(Standouts.Draw(evaluation))
            .Raw("<div class=\"grid\">")
            .Add(LabelTable.Draw(evaluation));
        var confusion = evaluation.Confusion is { } m ? ConfusionTable.Draw(m) : new();
        var reliability = evaluation.Calibration is { } calibration ? Reliability.Draw(calibration) : new();
        var lengths = LengthTable.Draw(evaluation);
        if (evaluation.Spans is { } spans)
            html.Add(SpanErrors.Draw(spans)).Add(SpanGroupTables.Draw(spans)).Raw("<div class=\"w6\">").Add(lengths).Raw("</div>").Add(OtherTools.Draw(spans));
        else if (evaluation.Labels.Count > Narrow) html.Raw("<div class=\"w12\">").Add(confusion).Raw("</div><div class=\"w6\">").Add(reliability).Raw("</div><div class=\"w6\">").Add(lengths).Raw("</div>");
        else if (evaluation.Calibration is null) html.Raw("<div class=\"w6\">").Add(confusion).Raw("</div><div class=\"w6\">").Add(lengths).Raw("</div>");
        else html.Raw("<div class=\"w6 stack\">").Add(confusion).Add(lengths).Raw("</div><div class=\"w6\">").Add(reliability).Raw("</div>");
        html.Add(ExampleList.Draw("Most confident mistakes", "Wrong answers, the surest first. Some may be wrong gold labels: read before you blame the model.", evaluation.ConfidentMistakes, folded: false))
            .Add(ExampleList.Draw("Hardest examples", "Highest loss first, right answers included.", evaluation.Hardest, folded: evaluation.ConfidentMistakes.Count > 0));
        return html.Raw("</div>");
    }

    private static string Title(EvaluationResult evaluation) => evaluation.Options.Split switch
    {
        "test" => "Test",
        "test-clean" => "Test, clean",
        "dev" => "Dev",
        "train" => "Train",
        "" => "Evaluation",
        var other => other,
    };
}
